/* intent.c: the output intent: what the file's device colours mean.
 *
 * For the web target it is sRGB, a profile that LittleCMS makes from the definition (IEC
 * 61966-2-1). LittleCMS stamps the profile with the hour and leaves its ID empty; the stamp is
 * replaced by a fixed date, so that two runs give the same bytes.
 */
#include <string.h>

#include <lcms2.h>

#include "writer.h"

enum { DATE_AT = 24, HEADER = 128 };

/* Year, month, day, hour, minute, second: two bytes each, big-endian (ICC.1, 7.2.8). */
static const unsigned char fixed_date[12] = {0x07, 0xD0, 0, 1, 0, 1};

static unsigned char *
srgb_profile(struct writer *w, cmsUInt32Number *length)
{
	cmsHPROFILE profile = cmsCreate_sRGBProfile();
	unsigned char *bytes = NULL;

	*length = 0;
	if (profile != NULL && cmsSaveProfileToMem(profile, NULL, length) && *length > HEADER) {
		bytes = NEW_ARRAY(w->a, unsigned char, *length);
		if (cmsSaveProfileToMem(profile, bytes, length))
			memcpy(bytes + DATE_AT, fixed_date, sizeof fixed_date);
		else
			bytes = NULL;
	}
	if (profile != NULL)
		cmsCloseProfile(profile);
	return bytes;
}

int
intent_write(struct writer *w)
{
	int intent = save_objects(w, 2), profile = intent + 1;
	cmsUInt32Number length;
	unsigned char *bytes = srgb_profile(w, &length);
	struct buf *b;

	if (bytes == NULL)
		writer_fail(w, "the sRGB profile cannot be made");
	else
		save_stream(w, profile, "/N 3", bytes, length, PACK_WELL);
	b = save_text(w, intent);
	buf_printf(b,
	    "<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)"
	    "/Info(sRGB IEC61966-2.1)/DestOutputProfile %d 0 R>>",
	    profile);
	save_text_end(w);
	return intent;
}
