import java.io.File;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Checks files with veraPDF: java -cp JAR VeraCheck.java 3a,ua1 FILE...
 *
 * <p>Prints a line per file and flavour: path, flavour and the broken rules as "clause-test",
 * between tabs. The rule profiles inside the jar are read with the JDK's own XML parser, because
 * the jar brings no JAXB, which veraPDF's own reader wants.
 */
public class VeraCheck {
  private static final int FAILURES_SHOWN = 100;

  public static void main(String[] arguments) throws Exception {
    java.util.logging.LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    for (String name : arguments[0].split(",")) {
      PDFAFlavour flavour = PDFAFlavour.fromString(name);
      ValidationProfile profile = profile(flavour);
      for (int i = 1; i < arguments.length; i++) {
        String failed = String.join(" ", failedRules(new File(arguments[i]), flavour, profile));
        System.out.println(arguments[i] + "\t" + name + "\t" + failed);
      }
    }
  }

  private static Set<String> failedRules(File file, PDFAFlavour flavour, ValidationProfile profile)
      throws Exception {
    Set<String> failed = new TreeSet<>();
    try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour);
        PDFAValidator validator =
            Foundries.defaultInstance()
                .createValidator(profile, FAILURES_SHOWN, false, false, false)) {
      ValidationResult result = validator.validate(parser);
      for (RuleId rule : result.getFailedChecks().keySet()) {
        failed.add(rule.getClause() + "-" + rule.getTestNumber());
      }
      if (!result.isCompliant() && failed.isEmpty()) {
        failed.add("not-compliant");
      }
    }
    return failed;
  }

  private static ValidationProfile profile(PDFAFlavour flavour) throws Exception {
    String name =
        flavour.getPart().getFamily().getFamily().replace("/", "")
            + "-"
            + flavour.getPart().getPartNumber()
            + flavour.getLevel().getCode().toUpperCase()
            + ".xml";
    Document document;
    try (InputStream stream =
        VeraCheck.class
            .getClassLoader()
            .getResourceAsStream("org/verapdf/pdfa/validation/" + name)) {
      document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream);
    }
    return Profiles.profileFromValues(
        flavour,
        Profiles.profileDetailsFromValues(name, name, "veraPDF", new Date()),
        "",
        rules(document),
        variables(document));
  }

  private static Set<Rule> rules(Document document) {
    Set<Rule> rules = new LinkedHashSet<>();
    for (Element rule : elements(document.getDocumentElement(), "rule")) {
      Element id = elements(rule, "id").get(0);
      RuleId ruleId =
          Profiles.ruleIdFromValues(
              PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
              id.getAttribute("clause"),
              Integer.parseInt(id.getAttribute("testNumber")));
      Boolean deferred =
          rule.hasAttribute("deferred") ? Boolean.valueOf(rule.getAttribute("deferred")) : null;
      rules.add(
          Profiles.ruleFromValues(
              ruleId,
              rule.getAttribute("object"),
              deferred,
              rule.getAttribute("tags"),
              text(rule, "description"),
              text(rule, "test"),
              Profiles.errorFromValues(text(rule, "message"), new ArrayList<>()),
              new ArrayList<>()));
    }
    return rules;
  }

  private static Set<Variable> variables(Document document) {
    Set<Variable> variables = new LinkedHashSet<>();
    for (Element variable : elements(document.getDocumentElement(), "variable")) {
      variables.add(
          Profiles.variableFromValues(
              variable.getAttribute("name"),
              variable.getAttribute("object"),
              text(variable, "defaultValue"),
              text(variable, "value")));
    }
    return variables;
  }

  private static List<Element> elements(Element parent, String tag) {
    NodeList nodes = parent.getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static String text(Element parent, String tag) {
    List<Element> found = elements(parent, tag);
    return found.isEmpty() ? "" : found.get(0).getTextContent();
  }
}
