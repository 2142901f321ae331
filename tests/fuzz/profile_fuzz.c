/* profile_fuzz.c: any bytes as an ICC profile: of RGB or grey as that of a picture that goes to a
 * press, else as the press's own. What is accepted gives inks within their bounds, and a picture
 * with a profile that cannot be used prints like one without.
 */
#include "../../src/ink/plate.h"
#include "fuzz.h"

enum { HEADER = 128, SPACE_AT = 16, SIDE = 4 };

static void
try_press(struct arena *a, const uint8_t *bytes, size_t length)
{
	const char *why;
	struct press *press = press_open(a, bytes, length, &why);

	if ((press == NULL) == (why == NULL))
		abort();
	if (press == NULL)
		return;
	for (int i = 0; i < 64; i++) {
		uint8_t srgb[3] = {
		    (uint8_t)(i % 4 * 85), (uint8_t)(i / 4 % 4 * 85), (uint8_t)(i / 16 * 85)};
		uint16_t amounts[4];

		press_colour(press, srgb, amounts);
		for (int k = 0; k < 4; k++) {
			if (amounts[k] > 10000)
				abort();
		}
	}
	press_close(press);
}

/* The example's press, read once. */
static struct press *
example_press(void)
{
	static struct press *press;
	static struct arena *own;
	static char bytes[1 << 18];
	FILE *in;
	const char *why;

	if (press != NULL)
		return press;
	in = fopen(SOURCE_DIR "/layout/printers/profiles/fogra39-coated.icc", "rb");
	if (in == NULL)
		abort();
	own = arena_open();
	press = press_open(own, bytes, fread(bytes, 1, sizeof bytes, in), &why);
	fclose(in);
	if (press == NULL)
		abort();
	return press;
}

static void
try_picture(const uint8_t *bytes, size_t length, enum samples kind)
{
	unsigned char pixels[SIDE * SIDE * 3], cmyk[SIDE * SIDE * 4], black[256];
	struct image image = {.kind = kind,
	    .width = SIDE,
	    .height = SIDE,
	    .pixels = pixels,
	    .profile = bytes,
	    .profile_length = length};

	for (size_t i = 0; i < sizeof pixels; i++)
		pixels[i] = (unsigned char)(i * 5);
	press_greys(example_press(), &image, black);
	if (kind == SAMPLES_RGB)
		press_picture(example_press(), &image, cmyk);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *a = arena_open();
	uint8_t *exact = mem_alloc(length + 1);

	if (length > 0)
		memcpy(exact, bytes, length);
	if (length >= HEADER && memcmp(exact + SPACE_AT, "RGB ", 4) == 0)
		try_picture(exact, length, SAMPLES_RGB);
	else if (length >= HEADER && memcmp(exact + SPACE_AT, "GRAY", 4) == 0)
		try_picture(exact, length, SAMPLES_GREY);
	else
		try_press(a, exact, length);
	free(exact);
	arena_close(a);
	return 0;
}
