/* print_intent.c: the printing condition that the file was made for (ISO 15930-7): its
 * registered name, and the profile whole, so that a press elsewhere knows what the inks mean.
 */
#include "writer.h"

static void
put_entry(struct buf *b, const char *key, const char *text)
{
	if (text == NULL || text[0] == '\0')
		return;
	buf_text(b, key);
	put_text(b, text);
}

int
print_intent_write(struct writer *w)
{
	const struct printer *printer = w->job->printer;
	int intent = save_objects(w, 2), profile = intent + 1;
	const char *words = printer->condition_text;
	size_t length;
	const unsigned char *bytes = inks_profile(w->inks, &length);
	struct buf *b;

	save_stream(w, profile, "/N 4", bytes, length, PACK_FAST);
	b = save_text(w, intent);
	buf_text(b, "<</Type/OutputIntent/S/GTS_PDFX");
	put_entry(b, "/OutputConditionIdentifier", printer->condition);
	put_entry(b, "/OutputCondition", words);
	put_entry(b, "/RegistryName", printer->registry);
	put_entry(b, "/Info", words != NULL && words[0] != '\0' ? words : printer->condition);
	buf_printf(b, "/DestOutputProfile %d 0 R>>", profile);
	save_text_end(w);
	return intent;
}
