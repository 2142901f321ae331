/* srgb_test.c: contrast ratios as they are published: the ends of the scale (WCAG 2.1, "contrast
 * ratio"), the greys between which 4.5 : 1 and 3 : 1 lie on white, and colours of which other
 * programs tell the ratio; the same whichever is the ground.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bilan/base.h"

static const struct {
	uint8_t a[3], b[3];
	double ratio; /* to two decimals */
} published[] = {
    {{0, 0, 0}, {255, 255, 255}, 21},
    {{255, 255, 255}, {255, 255, 255}, 1},
    {{0x76, 0x76, 0x76}, {255, 255, 255}, 4.54},
    {{0x77, 0x77, 0x77}, {255, 255, 255}, 4.48},
    {{0x94, 0x94, 0x94}, {255, 255, 255}, 3.03},
    {{0x95, 0x95, 0x95}, {255, 255, 255}, 3.00}, /* 2.995: just not */
    {{255, 0, 0}, {255, 255, 255}, 4.00},
    {{0, 0, 255}, {255, 255, 255}, 8.59},
    {{255, 255, 0}, {255, 255, 255}, 1.07},
    {{255, 129, 0}, {100, 0, 58}, 5.24},
    {{0xe5, 0xe5, 0xe5}, {0xaa, 0xbb, 0}, 1.70},
};

static void
test_contrast(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(published); i++) {
		double ratio = srgb_contrast(published[i].a, published[i].b);

		assert_true(fabs(ratio - published[i].ratio) <= 0.005);
		assert_true(srgb_contrast(published[i].b, published[i].a) == ratio);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_contrast)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
