/* inks_test.c: colours and pictures as mixes of inks. */
#include "../../src/ink/plate.h"
#include "ink_fixture.h"

#define MIX(r, c, k0, k1, k2, k3)                                                                  \
	do {                                                                                       \
		const uint16_t *m_ = ink_mix((r)->inks, (c))->amount;                              \
		assert_int_equal(m_[0], (k0));                                                     \
		assert_int_equal(m_[1], (k1));                                                     \
		assert_int_equal(m_[2], (k2));                                                     \
		assert_int_equal(m_[3], (k3));                                                     \
	} while (0)

static void
the_theme_is_taken_at_its_word(void **state)
{
	struct press_room *r = *state;

	MIX(r, NIGHT, 9500, 7000, 4000, 3550);
	MIX(r, BLACK, 0, 0, 0, 10000);
	MIX(r, NONE, 0, 0, 0, 10000);
	assert_int_equal(ink_total(r->inks, NIGHT), 24050);
}

static void
greys_are_black_alone(void **state)
{
	struct press_room *r = *state;
	const struct mix *grey = ink_mix(r->inks, GREY);

	MIX(r, WHITE, 0, 0, 0, 0);
	assert_int_equal(ink_total(r->inks, GREY), grey->amount[INK_BLACK]);
	/* FOGRA39: L* 50 of paper and full black is some 65 % of black. */
	assert_in_range(grey->amount[INK_BLACK], 6300, 6800);
	r->colours[SKY] = (struct colour_def){.name = "sky", .srgb = {0, 0, 0}};
	struct inks *inks =
	    inks_open(r->f->a, r->f->d, r->f->project, &r->f->theme, r->printer, true);
	assert_int_equal(ink_mix(inks, SKY)->amount[INK_BLACK], 10000);
	assert_int_equal(ink_total(inks, SKY), 10000);
	inks_close(inks);
}

static void
screen_colours_go_through_the_profile(void **state)
{
	struct press_room *r = *state;
	const uint16_t *sky = ink_mix(r->inks, SKY)->amount;

	assert_true(sky[INK_CYAN] > 7000);
	assert_in_range(sky[INK_MAGENTA], 3000, 7000);
	assert_true(sky[INK_YELLOW] < 500);
	assert_true(ink_total(r->inks, SKY) <= 30000);
}

static void
a_spot_is_an_ink_with_an_alternate(void **state)
{
	struct press_room *r = *state;
	struct inks *plain;

	assert_int_equal(ink_count(r->inks), 5);
	assert_string_equal(ink_name(r->inks, INK_YELLOW), "Yellow");
	assert_string_equal(ink_name(r->inks, INK_SPOT), "PANTONE 485 C");
	assert_int_equal(ink_mix(r->inks, ALARM)->amount[INK_SPOT], 10000);
	assert_int_equal(ink_total(r->inks, ALARM), 10000);
	assert_true(ink_alternate(r->inks, INK_SPOT)[INK_MAGENTA] > 8000);
	assert_int_equal(ink_alternate(r->inks, INK_BLACK)[INK_BLACK], 10000);

	plain = inks_open(r->f->a, r->f->d, r->f->project, &r->f->theme, r->printer, false);
	assert_int_equal(ink_count(plain), 4);
	assert_memory_equal(ink_mix(plain, ALARM)->amount, ink_alternate(r->inks, INK_SPOT), 8);
	inks_close(plain);
}

static void
a_spot_has_tints(void **state)
{
	struct press_room *r = *state;
	struct inks *inks, *plain;

	inks_close(r->inks);
	r->colours[SKY] = (struct colour_def){.name = "pale", .spot = "PANTONE 485 C", .tint = 40};
	r->colours[NIGHT].spot = "PANTONE 2955 C";
	r->colours[NIGHT].tint = 50;
	inks = inks_open(r->f->a, r->f->d, r->f->project, &r->f->theme, r->printer, true);
	r->inks = inks;
	assert_int_equal(ink_count(inks), 6);
	assert_int_equal(ink_total(inks, SKY), 4000);
	assert_int_equal(ink_total(inks, ALARM), 10000);
	assert_int_equal(ink_total(inks, NIGHT), 5000);
	assert_int_equal(ink_alternate(inks, INK_SPOT)[INK_CYAN], 9500); /* of the full ink */

	plain = inks_open(r->f->a, r->f->d, r->f->project, &r->f->theme, r->printer, false);
	assert_int_equal(ink_mix(plain, NIGHT)->amount[INK_CYAN], 4750);
	inks_close(plain);
}

static void
only_full_black_overprints(void **state)
{
	struct press_room *r = *state;

	for (colour c = 1; c < COLOUR_COUNT; c++)
		assert_int_equal(ink_overprints(r->inks, c), c == BLACK);
	assert_true(ink_overprints(r->inks, NONE));
	assert_true(ink_path_overprints(r->inks, &(struct path){.stroke = BLACK, .width = PT(2)}));
	assert_false(
	    ink_path_overprints(r->inks, &(struct path){.stroke = BLACK, .width = PT(2.1)}));
	assert_false(
	    ink_path_overprints(r->inks, &(struct path){.stroke = HALF_BLACK, .width = PT(1)}));
	struct point bar[] = {{0, 0}, {PT(100), 0}, {PT(100), PT(1)}, {0, PT(1)}};
	assert_true(ink_path_overprints(
	    r->inks, &(struct path){.fill = BLACK, .points = bar, .point_count = 4}));
	bar[2].y = bar[3].y = PT(3);
	assert_false(ink_path_overprints(
	    r->inks, &(struct path){.fill = BLACK, .points = bar, .point_count = 4}));
}

static void
what_the_theme_says_overprints(void **state)
{
	struct press_room *r = *state;
	struct path field = {.fill = SKY}, both = {.fill = SKY, .stroke = ALARM, .width = PT(9)};
	struct inks *inks;

	assert_false(ink_path_overprints(r->inks, &field));
	r->colours[SKY].overprint = true;
	inks = inks_open(r->f->a, r->f->d, r->f->project, &r->f->theme, r->printer, true);
	assert_true(ink_overprints(inks, SKY));
	assert_true(ink_path_overprints(inks, &field));
	assert_false(ink_path_overprints(inks, &both)); /* one graphics state for fill and stroke */
	assert_false(ink_path_overprints(inks, &(struct path){0}));
	inks_close(inks);
}

/* ---- mistakes ------------------------------------------------------------------------------- */

static void
expect(struct press_room *r, const char *words)
{
	const char *said;

	assert_null(inks_open(r->f->a, r->f->d, r->f->project, &r->f->theme, r->printer, true));
	said = fixture_messages(r->f);
	if (strstr(said, words) == NULL)
		fail_msg("expected: %s\nsaid:\n%s", words, said);
}

static void
one_name_has_one_alternate(void **state)
{
	struct press_room *r = *state;

	r->colours[SKY].spot = "PANTONE 485 C";
	expect(r, "error: the spot ink \"PANTONE 485 C\" is [");
	expect(r, "in the colour \"sky\" and [");
	expect(r, "in \"alarm\" [spot-ambiguous]");
}

static void
equal_alternates_share_a_plate(void **state)
{
	struct press_room *r = *state;
	struct inks *inks;

	r->colours[SKY] = r->colours[ALARM];
	inks = inks_open(r->f->a, r->f->d, r->f->project, &r->f->theme, r->printer, true);
	assert_non_null(inks);
	assert_int_equal(ink_count(inks), 5);
	inks_close(inks);
}

static void
names_of_the_press_are_taken(void **state)
{
	struct press_room *r = *state;

	r->colours[ALARM].spot = "All";
	expect(r, "cannot call its spot ink \"All\"");
	r->colours[ALARM].spot = "Cyan";
	expect(r, "cannot call its spot ink \"Cyan\": that name means something else [spot-name]");
}

static void
there_are_twelve_spots_at_most(void **state)
{
	struct press_room *r = *state;
	struct colour_def many[20] = {{.name = "none"}};

	for (int i = 1; i < 20; i++)
		many[i] =
		    (struct colour_def){.name = "c", .spot = arena_printf(r->f->a, "Ink %d", i)};
	r->f->theme.colours = many;
	r->f->theme.colour_count = 20;
	expect(r, "more than 12 spot inks [spot-many]");
}

static void
the_profile_must_be_a_press(void **state)
{
	struct press_room *r = *state;

	r->printer->profile.text = "profiles/none.icc";
	expect(r, "the profile \"profiles/none.icc\" of the printer \"offset-coated\" is not there "
		  "[profile-missing]");
	r->printer->profile.text = "offset-coated.yaml";
	expect(r, "cannot be the profile of a printer: it is not an ICC profile [profile-wrong]");
}

/* ---- pictures ------------------------------------------------------------------------------- */

static void
grey_pictures_are_black_alone(void **state)
{
	struct press_room *r = *state;
	struct image *grey = room_image(r, SAMPLES_GREY, 3, 1);
	struct image *rgb = room_image(r, SAMPLES_RGB, 3, 1);
	const unsigned char *cmyk;

	memcpy(room_pixels(grey), "\0\x77\xff", 3);
	memcpy(room_pixels(rgb), "\0\0\0\x77\x77\x77\xff\xff\xff", 9);
	cmyk = inks_picture(r->inks, grey);
	assert_memory_equal(cmyk, "\0\0\0\xff", 4);
	assert_memory_equal(cmyk + 8, "\0\0\0\0", 4);
	assert_int_equal(cmyk[4] + cmyk[5] + cmyk[6], 0);
	assert_int_equal(cmyk[7], (ink_mix(r->inks, GREY)->amount[INK_BLACK] * 255 + 5000) / 10000);
	assert_memory_equal(inks_picture(r->inks, rgb), cmyk, 12);
	assert_ptr_equal(inks_picture(r->inks, grey), cmyk);
}

static void
colour_pictures_go_through_the_profile(void **state)
{
	struct press_room *r = *state;
	struct image *rgb = room_image(r, SAMPLES_RGB, 2, 1);
	const unsigned char *cmyk;

	memcpy(room_pixels(rgb), "\x00\x78\xd7\0\0\0", 6);
	cmyk = inks_picture(r->inks, rgb);
	for (int i = 0; i < 4; i++)
		assert_in_range(
		    cmyk[i] * 10000 / 255 + 200 - ink_mix(r->inks, SKY)->amount[i], 0, 400);
	/* Not a grey picture: its black is what the profile makes of it, within its limit. */
	assert_in_range(cmyk[4] + cmyk[5] + cmyk[6] + cmyk[7], 2 * 255, 3 * 255 + 3);
}

static void
cmyk_is_passed_on(void **state)
{
	struct press_room *r = *state;
	struct image *cmyk = room_image(r, SAMPLES_CMYK, 2, 2);

	assert_ptr_equal(inks_picture(r->inks, cmyk), cmyk->pixels);
}

static void
a_broken_profile_is_srgb(void **state)
{
	struct press_room *r = *state;
	struct image *plain = room_image(r, SAMPLES_RGB, 1, 1),
		     *broken = room_image(r, SAMPLES_RGB, 1, 1);
	static const unsigned char nonsense[200] = "no profile";
	size_t length;

	memcpy(room_pixels(plain), "\x20\x80\xa0", 3);
	memcpy(room_pixels(broken), "\x20\x80\xa0", 3);
	broken->profile = nonsense;
	broken->profile_length = sizeof nonsense;
	assert_memory_equal(inks_picture(r->inks, plain), inks_picture(r->inks, broken), 4);
	broken = room_image(r, SAMPLES_RGB, 1, 1);
	memcpy(room_pixels(broken), "\x20\x80\xa0", 3);
	broken->profile = inks_profile(r->inks, &length); /* one for CMYK */
	broken->profile_length = length;
	assert_true(length > 1000);
	assert_memory_equal(inks_picture(r->inks, plain), inks_picture(r->inks, broken), 4);
}

/* A small file of the fuzzer's seeds. */
static size_t
read_seed(const char *name, unsigned char bytes[2048])
{
	char path[4096];
	FILE *in;
	size_t n;

	snprintf(path, sizeof path, "%s/fuzz/seeds/profile/%s", getenv("TESTS_DIR"), name);
	in = fopen(path, "rb");
	assert_non_null(in);
	n = fread(bytes, 1, 2048, in);
	fclose(in);
	assert_in_range(n, 200, 2047);
	return n;
}

static void
print_with(struct press_room *r, enum samples kind, const unsigned char *profile, size_t length)
{
	struct image *image = room_image(r, kind, 2, 1);

	memcpy(room_pixels(image), "\x20\x80\xa0\x10\x20\x30", 2 * (size_t)kind);
	image->profile = profile;
	image->profile_length = length;
	assert_non_null(inks_picture(r->inks, image));
}

static void
a_profile_damaged_anywhere_does_no_harm(void **state)
{
	static const char *const names[] = {"srgb.icc", "grey.icc"};
	struct press_room *r = *state;
	unsigned char bytes[2048];

	for (size_t i = 0; i < COUNT(names); i++) {
		enum samples kind = i == 0 ? SAMPLES_RGB : SAMPLES_GREY;
		size_t n = read_seed(names[i], bytes);

		/* The head and the list of tags closely, the tables now and then. */
		for (size_t at = 0; at < n; at += at < 240 ? 2 : 9) {
			bytes[at] ^= 0xFF;
			print_with(r, kind, bytes, n);
			bytes[at] ^= 0xFF;
			if (at % 8 == 0)
				print_with(r, kind, bytes, at);
		}
	}
}

static void
a_press_damaged_anywhere_is_refused_or_prints(void **state)
{
	struct press_room *r = *state;
	unsigned char bytes[2048];
	size_t n = read_seed("press.icc", bytes), good = 0, all = 0;

	for (size_t at = 0; at < n; at += 3, all++) {
		struct press *press;
		const char *why;

		bytes[at] ^= 0xFF;
		press = press_open(r->f->a, bytes, n, &why);
		assert_true((press == NULL) == (why != NULL));
		good += press != NULL;
		if (press != NULL)
			press_close(press);
		bytes[at] ^= 0xFF;
	}
	assert_in_range(good, 20, all - 20); /* a table's number changes nothing but a colour */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(the_theme_is_taken_at_its_word, room_open, room_close),
	    cmocka_unit_test_setup_teardown(greys_are_black_alone, room_open, room_close),
	    cmocka_unit_test_setup_teardown(
		screen_colours_go_through_the_profile, room_open, room_close),
	    cmocka_unit_test_setup_teardown(
		a_spot_is_an_ink_with_an_alternate, room_open, room_close),
	    cmocka_unit_test_setup_teardown(a_spot_has_tints, room_open, room_close),
	    cmocka_unit_test_setup_teardown(only_full_black_overprints, room_open, room_close),
	    cmocka_unit_test_setup_teardown(what_the_theme_says_overprints, room_open, room_close),
	    cmocka_unit_test_setup_teardown(one_name_has_one_alternate, room_open, room_close),
	    cmocka_unit_test_setup_teardown(equal_alternates_share_a_plate, room_open, room_close),
	    cmocka_unit_test_setup_teardown(names_of_the_press_are_taken, room_open, room_close),
	    cmocka_unit_test_setup_teardown(there_are_twelve_spots_at_most, room_open, room_close),
	    cmocka_unit_test_setup_teardown(the_profile_must_be_a_press, room_open, room_close),
	    cmocka_unit_test_setup_teardown(grey_pictures_are_black_alone, room_open, room_close),
	    cmocka_unit_test_setup_teardown(
		colour_pictures_go_through_the_profile, room_open, room_close),
	    cmocka_unit_test_setup_teardown(cmyk_is_passed_on, room_open, room_close),
	    cmocka_unit_test_setup_teardown(a_broken_profile_is_srgb, room_open, room_close),
	    cmocka_unit_test_setup_teardown(
		a_profile_damaged_anywhere_does_no_harm, room_open, room_close),
	    cmocka_unit_test_setup_teardown(
		a_press_damaged_anywhere_is_refused_or_prints, room_open, room_close),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
