"""Whether PDF content may stay in a packet: the pages in a file like the packet, before two judges.

The packet is PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1). So is this file but for the content
of the pages: each is one tagged figure with a text alternative, as in the packet.
"""

from __future__ import annotations

import io
from typing import Final

import page as page_validation
import pikepdf
from PIL import ImageCms

PROFILES: Final = ("3a", "ua1")
# A false alarm of page-validation 0.11 about streams whose last byte happens to be 0x0D.
FALSE_ALARM: Final = "STREAM-LENGTH-001"

_XMP: Final = b"""\
<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF \
xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">\
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Pages</rdf:li></rdf:Alt></dc:title>\
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" \
pdfaid:part="3" pdfaid:conformance="A"/>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def faults(pdf: bytes) -> tuple[str, ...]:
    """The ids of the rules that the pages of a normal form's `pdf` would break in a packet."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        carrier = as_packet(file)
    try:
        reports = [
            page_validation.validate_pdf_bytes(carrier, profile=profile) for profile in PROFILES
        ]
    except page_validation.PageError:
        return ("UNREADABLE",)
    rules = {failure.rule_id for report in reports for failure in report.failures}
    return tuple(sorted(rule for rule in rules if not rule.endswith(FALSE_ALARM)))


def as_packet(file: pikepdf.Pdf) -> bytes:
    """The file with all that an archival, tagged file must have around its pages."""
    root = file.Root
    root.Lang = pikepdf.String("en")
    root.MarkInfo = pikepdf.Dictionary(Marked=True)
    root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    root.Metadata = pikepdf.Stream(file, _XMP, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFA1,
        OutputConditionIdentifier=pikepdf.String("sRGB"),
        DestOutputProfile=pikepdf.Stream(file, profile, N=3),
    )
    root.OutputIntents = pikepdf.Array([file.make_indirect(intent)])
    _tag(file)
    target = io.BytesIO()
    file.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return target.getvalue()


def _tag(file: pikepdf.Pdf) -> None:
    tree = file.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
    document = file.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Document, P=tree)
    )
    figures, parents = pikepdf.Array(), pikepdf.Array()
    for number, page in enumerate(file.pages):
        figure = file.make_indirect(_figure(page, document))
        figures.append(figure)
        parents.append(number)
        parents.append(file.make_indirect(pikepdf.Array([figure])))
        page.obj.StructParents = number
        page.obj.Tabs = pikepdf.Name.S
        drawing = page.Contents.read_bytes()
        page.obj.Contents = file.make_stream(b"/Figure <</MCID 0>> BDC " + drawing + b" EMC")
    document.K = figures
    tree.K = document
    tree.ParentTree = file.make_indirect(pikepdf.Dictionary(Nums=parents))
    tree.ParentTreeNextKey = len(file.pages)
    file.Root.StructTreeRoot = tree


def _figure(page: pikepdf.Page, document: pikepdf.Object) -> pikepdf.Dictionary:
    layout = pikepdf.Dictionary(O=pikepdf.Name.Layout, BBox=page.MediaBox)
    return pikepdf.Dictionary(
        Type=pikepdf.Name.StructElem,
        S=pikepdf.Name.Figure,
        P=document,
        Pg=page.obj,
        K=0,
        Alt=pikepdf.String("A page"),
        A=layout,
    )
