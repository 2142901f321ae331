/* metadata.c: who, what, when: the XMP packet and the Info dictionary, which must say the same
 * (ISO 19005-3, 6.6.3). The packet names the standards that the file keeps; since PDF/A does not
 * know PDF/UA's identifier, its schema is described in the packet itself (6.6.2.3).
 * A print file names PDF/X-4 instead (ISO 15930-7), and that it was not trapped; its
 * identifier is a hash of the pages, fonts and pictures written before.
 *
 * The only date is the job's: never the clock's.
 */
#include <time.h>

#include "writer.h"

static const char producer[] = "bilan " BILAN_VERSION;

static void
put_time(struct buf *b, int64_t date, const char *format)
{
	time_t seconds = (time_t)date;
	struct tm t;
	char text[40];

	if (gmtime_r(&seconds, &t) == NULL || strftime(text, sizeof text, format, &t) == 0)
		return;
	buf_text(b, text);
}

void
put_date(struct buf *b, int64_t date)
{
	put_time(b, date, "(D:%Y%m%d%H%M%SZ)");
}

static void
put_element(struct buf *b, const char *before, const char *text, const char *after)
{
	if (text == NULL || text[0] == '\0')
		return;
	buf_text(b, before);
	put_xml(b, text);
	buf_text(b, after);
}

static void
put_dates(struct buf *b, int64_t date)
{
	static const char *const names[] = {"Create", "Modify", "Metadata"};

	for (size_t i = 0; i < COUNT(names); i++) {
		buf_printf(b, "<xmp:%sDate>", names[i]);
		put_time(b, date, "%Y-%m-%dT%H:%M:%SZ");
		buf_printf(b, "</xmp:%sDate>\n", names[i]);
	}
}

/* The description of PDF/UA's one property, as PDF/A wants it. */
static const char extension[] =
    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\n"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\n"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n"
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaProperty:name>part</pdfaProperty:name>\n"
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n"
    "<pdfaProperty:category>internal</pdfaProperty:category>\n"
    "<pdfaProperty:description>Part of ISO 14289 that the file keeps</pdfaProperty:description>\n"
    "</rdf:li></rdf:Seq></pdfaSchema:property>\n"
    "</rdf:li></rdf:Bag></pdfaExtension:schemas>\n";

static const char screen_spaces[] =
    " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"\n"
    " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\"\n"
    " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\"\n"
    " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\"\n"
    " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
    "<pdfaid:part>3</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>\n"
    "<pdfuaid:part>1</pdfuaid:part>\n";

static const char press_spaces[] = " xmlns:pdfxid=\"http://www.npes.org/pdfx/ns/id/\"\n"
				   " xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\">\n"
				   "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>\n"
				   "<xmpMM:VersionID>1</xmpMM:VersionID>\n"
				   "<xmpMM:RenditionClass>default</xmpMM:RenditionClass>\n"
				   "<pdf:Trapped>False</pdf:Trapped>\n";

/* A UUID of version 8: 122 bits of one's own making (RFC 9562, 5.8). */
static void
put_document_id(const struct writer *w, struct buf *b)
{
	uint64_t h[2];

	save_hash(w, h);
	buf_printf(b, "<xmpMM:DocumentID>uuid:%08x-%04x-8%03x-%04x-%012llx</xmpMM:DocumentID>\n",
	    (unsigned)(h[0] >> 32), (unsigned)(h[0] >> 16 & 0xFFFF), (unsigned)(h[0] & 0xFFF),
	    (unsigned)(h[1] >> 48 & 0x3FFF) | 0x8000, (unsigned long long)(h[1] & 0xFFFFFFFFFFFF));
}

static void
put_packet(const struct writer *w, struct buf *b)
{
	const struct pdf_job *job = w->job;

	buf_text(b,
	    "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
	    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
	    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
	    "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n"
	    " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" "
	    "xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n");
	buf_text(b, w->print ? press_spaces : screen_spaces);
	if (w->print)
		put_document_id(w, b);
	put_element(b, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">", job->title,
	    "</rdf:li></rdf:Alt></dc:title>\n");
	put_element(
	    b, "<dc:creator><rdf:Seq><rdf:li>", job->author, "</rdf:li></rdf:Seq></dc:creator>\n");
	put_element(b, "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">", job->subject,
	    "</rdf:li></rdf:Alt></dc:description>\n");
	put_element(b, "<dc:language><rdf:Bag><rdf:li>", job->report->language,
	    "</rdf:li></rdf:Bag></dc:language>\n");
	put_dates(b, job->date);
	put_element(b, "<xmp:CreatorTool>", producer, "</xmp:CreatorTool>\n");
	put_element(b, "<pdf:Producer>", producer, "</pdf:Producer>\n");
	if (!w->print)
		buf_text(b, extension);
	buf_text(b, "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>");
}

static void
put_entry(struct buf *b, const char *key, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return;
	buf_text(b, key);
	put_text(b, text);
}

static void
fill_info(struct writer *w)
{
	const struct pdf_job *job = w->job;
	struct buf b = {0};

	put_entry(&b, "/Title", job->title);
	put_entry(&b, "/Author", job->author);
	put_entry(&b, "/Subject", job->subject);
	put_entry(&b, "/Creator", producer);
	put_entry(&b, "/Producer", producer);
	if (w->print)
		buf_text(&b, "/GTS_PDFXVersion(PDF/X-4)/Trapped/False");
	buf_text(&b, "/CreationDate");
	put_date(&b, job->date);
	buf_text(&b, "/ModDate");
	put_date(&b, job->date);
	haru_tail(w, haru_info(w), arena_copy(w->a, b.at, b.len));
	buf_close(&b);
}

/* Left as it is, not deflated: programs that know no PDF look for the packet. */
int
metadata_write(struct writer *w)
{
	int object = save_objects(w, 1);
	struct buf b = {0};

	put_packet(w, &b);
	save_stream(w, object, "/Type/Metadata/Subtype/XML", b.at, b.len, PACK_AS_IS);
	buf_close(&b);
	fill_info(w);
	return object;
}
