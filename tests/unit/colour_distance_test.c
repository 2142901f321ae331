/* colour_distance_test.c: CIEDE2000 against the pairs that were published to try implementations
 * with (Sharma, Wu, Dalal: The CIEDE2000 Color-Difference Formula, 2005, table 1), which include
 * the steps of its hue terms; then sRGB.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "bilan/diff.h"

static const double published[][7] = {
    {50, 2.6772, -79.7751, 50, 0, -82.7485, 2.0425},
    {50, 3.1571, -77.2803, 50, 0, -82.7485, 2.8615},
    {50, 2.8361, -74.0200, 50, 0, -82.7485, 3.4412},
    {50, -1.3802, -84.2814, 50, 0, -82.7485, 1.0000},
    {50, -1.1848, -84.8006, 50, 0, -82.7485, 1.0000},
    {50, -0.9009, -85.5211, 50, 0, -82.7485, 1.0000},
    {50, 0, 0, 50, -1, 2, 2.3669},
    {50, -1, 2, 50, 0, 0, 2.3669},
    {50, 2.4900, -0.0010, 50, -2.4900, 0.0009, 7.1792},
    {50, 2.4900, -0.0010, 50, -2.4900, 0.0010, 7.1792},
    {50, 2.4900, -0.0010, 50, -2.4900, 0.0011, 7.2195},
    {50, 2.4900, -0.0010, 50, -2.4900, 0.0012, 7.2195},
    {50, -0.0010, 2.4900, 50, 0.0009, -2.4900, 4.8045},
    {50, -0.0010, 2.4900, 50, 0.0010, -2.4900, 4.8045},
    {50, -0.0010, 2.4900, 50, 0.0011, -2.4900, 4.7461},
    {50, 2.5, 0, 50, 0, -2.5, 4.3065},
    {50, 2.5, 0, 73, 25, -18, 27.1492},
    {50, 2.5, 0, 61, -5, 29, 22.8977},
    {50, 2.5, 0, 56, -27, -3, 31.9030},
    {50, 2.5, 0, 58, 24, 15, 19.4535},
    {50, 2.5, 0, 50, 3.1736, 0.5854, 1.0000},
    {50, 2.5, 0, 50, 3.2972, 0, 1.0000},
    {50, 2.5, 0, 50, 1.8634, 0.5757, 1.0000},
    {50, 2.5, 0, 50, 3.2592, 0.3350, 1.0000},
    {60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644},
    {63.0109, -31.0961, -5.8663, 62.8187, -29.7946, -4.0864, 1.2630},
    {61.2901, 3.7196, -5.3901, 61.4292, 2.2480, -4.9620, 1.8731},
    {35.0831, -44.1164, 3.7933, 35.0232, -40.0716, 1.5901, 1.8645},
    {22.7233, 20.0904, -46.6940, 23.0331, 14.9730, -42.5619, 2.0373},
    {36.4612, 47.8580, 18.3852, 36.2715, 50.5065, 21.2231, 1.4146},
    {90.8027, -2.0831, 1.4410, 91.1528, -1.6435, 0.0447, 1.4441},
    {90.9257, -0.5406, -0.9208, 88.6381, -0.8985, -0.7239, 1.5381},
    {6.7747, -0.2908, -2.4247, 5.8714, -0.0985, -2.2286, 0.6377},
    {2.0776, 0.0795, -1.1350, 0.9033, -0.0636, -0.5514, 0.9082},
};

static void
test_published_pairs(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(published); i++) {
		const double *row = published[i];
		struct lab p = {row[0], row[1], row[2]}, q = {row[3], row[4], row[5]};

		if (fabs(ciede2000(p, q) - row[6]) > 0.00005)
			fail_msg("pair %zu: %.4f, not %.4f", i + 1, ciede2000(p, q), row[6]);
		if (fabs(ciede2000(q, p) - row[6]) > 0.00005)
			fail_msg("pair %zu the other way round: %.4f", i + 1, ciede2000(q, p));
	}
}

static void
test_of_srgb(void **state)
{
	static const uint8_t white[] = {255, 255, 255}, black[] = {0, 0, 0};
	static const uint8_t tint[] = {0xEE, 0xF3, 0xF6}, one[] = {0xEC, 0xF0, 0xF4},
			     five[] = {0xD8, 0xDC, 0xE0};

	(void)state;
	assert_true(delta_e(white, white) == 0);
	assert_true(fabs(delta_e(white, black) - 100) < 0.01);
	assert_true(fabs(delta_e(tint, one) - 1) < 0.05);
	assert_true(fabs(delta_e(tint, five) - 5) < 0.05);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_published_pairs),
	    cmocka_unit_test(test_of_srgb),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
