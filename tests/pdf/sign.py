"""Signs 甲.pdf in this folder in several ways, and changes what is signed."""

import datetime

from asn1crypto import keys, x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko import stamp
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.content import RawContent
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.sign import fields, signers, timestamps
from pyhanko_certvalidator.registry import SimpleCertificateStore

PRINTED = "甲.pdf"
BEGIN = datetime.datetime(2026, 1, 1)


def name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def certificate(key, text, usage=None):
    builder = (
        x509.CertificateBuilder()
        .subject_name(name(text))
        .issuer_name(name("测试 CA"))
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(BEGIN)
        .not_valid_after(BEGIN + datetime.timedelta(days=36500))
    )
    if usage:
        builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
    signed = builder.sign(key, hashes.SHA256())
    return asn1_x509.Certificate.load(signed.public_bytes(serialization.Encoding.DER))


def key_info(key):
    written = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return keys.PrivateKeyInfo.load(written)


def signer(key, text, pss=False):
    return signers.SimpleSigner(
        signing_cert=certificate(key, text),
        signing_key=key_info(key),
        cert_registry=SimpleCertificateStore(),
        prefer_pss=pss,
    )


def sign(target, who, source=PRINTED, field="Signature", box=None, stamper=None, **how):
    with open(source, "rb") as file, open(target, "w+b") as out:
        writer = IncrementalPdfFileWriter(file)
        style = None
        if box:
            fields.append_signature_field(
                writer, fields.SigFieldSpec(field, on_page=0, box=box)
            )
            drawn = RawContent(b"1 0 0 RG 0 0 80 40 re S", box=BoxConstraints(80, 40))
            style = stamp.StaticStampStyle(background=drawn)
        metadata = signers.PdfSignatureMetadata(field_name=field, **how)
        pdf_signer = signers.PdfSigner(
            metadata, signer=who, timestamper=stamper, stamp_style=style
        )
        pdf_signer.sign_pdf(writer, output=out)


def change(target, source, edit):
    with open(source, "rb") as file, open(target, "wb") as out:
        writer = IncrementalPdfFileWriter(file)
        page = writer.root["/Pages"]["/Kids"][0].get_object()
        edit(writer, page)
        writer.update_container(page)
        writer.write(out)


def annotate(writer, page):
    note = {
        "/Type": pdf_name("/Annot"),
        "/Subtype": pdf_name("/FreeText"),
        "/Rect": generic.ArrayObject(map(generic.FloatObject, (300, 480, 400, 520))),
        "/Contents": generic.TextStringObject("已改为 15"),
    }
    note = generic.DictionaryObject({pdf_name(key): value for key, value in note.items()})
    page["/Annots"].append(writer.add_object(note))
    writer.update_container(page["/Annots"])


def redraw(writer, page):
    drawn = page["/Contents"].data + b" 1 g 300 300 60 20 re f"
    page[pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=drawn))


rsa_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
zhang = signer(rsa_key, "张三")
stamper = timestamps.DummyTimeStamper(
    tsa_cert=certificate(rsa_key, "时间戳中心", ExtendedKeyUsageOID.TIME_STAMPING),
    tsa_key=key_info(rsa_key),
    fixed_dt=datetime.datetime(2026, 3, 1, tzinfo=datetime.timezone.utc),
)
sign("once.pdf", zhang, reason="同意", location="南京")
sign("twice.pdf", signer(rsa_key, "李四"), source="once.pdf", field="Second")
short = rsa.generate_private_key(public_exponent=65537, key_size=1024)
sign("short.pdf", signer(short, "张三"))
with open(PRINTED, "rb") as file, open("fields.pdf", "wb") as out:
    writer = IncrementalPdfFileWriter(file)
    for left, field in ((300, "First"), (400, "Second")):
        box = (left, 30, left + 80, 70)
        spec = fields.SigFieldSpec(field, on_page=0, box=box)
        fields.append_signature_field(writer, spec)
    writer.write(out)
sign("first.pdf", zhang, source="fields.pdf", field="First")
sign("prepared.pdf", signer(rsa_key, "李四"), source="first.pdf", field="Second")
sign("pss.pdf", signer(rsa_key, "张三", pss=True))
sign("p256.pdf", signer(ec.generate_private_key(ec.SECP256R1()), "张三"))
p384 = signer(ec.generate_private_key(ec.SECP384R1()), "张三")
sign("p384.pdf", p384, md_algorithm="sha384")
sign("sha1.pdf", zhang, md_algorithm="sha1")
sign("pades.pdf", zhang, subfilter=fields.SigSeedSubFilter.PADES)
sign("stamped.pdf", zhang, stamper=stamper)
sign("visible.pdf", zhang, box=(400, 30, 480, 70))
sign("certified.pdf", zhang, certify=True, docmdp_permissions=fields.MDPPerm.FILL_FORMS)
with open("stamped.pdf", "rb") as file, open("documentstamp.pdf", "w+b") as out:
    pdf_stamper = signers.PdfTimeStamper(stamper)
    pdf_stamper.timestamp_pdf(IncrementalPdfFileWriter(file), "sha256", output=out)
change("annotated.pdf", "once.pdf", annotate)
change("redrawn.pdf", "once.pdf", redraw)
