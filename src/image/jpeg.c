/* jpeg.c: JPEG to samples; the only file that knows libjpeg.
 *
 * Baseline and progressive; grey, YCbCr, RGB, CMYK, YCCK. The whole picture is decoded even when
 * its own bytes are passed on to the PDF: that is how we know that they are sound. libjpeg goes on
 * after damage with a warning and grey blocks; here each warning is an error.
 *
 * CMYK: programs that leave an Adobe marker store the inverse of the ink. Samples come out with 255
 * as full ink in either case; `jpeg_inverted` is for whoever passes the bytes on.
 *
 * Bytes are passed on only when a PDF reader will see what we see: upright, Huffman coded, and with
 * colours that need no guess. A PDF reader goes by the Adobe marker alone (ISO 32000-1, 7.4.8);
 * libjpeg also by JFIF and by the components' names. Where the two differ, samples are all there
 * is.
 *
 * libjpeg leaves by longjmp, only inside attempt(): see png.c. A scan costs a walk over the whole
 * picture and few bytes, so their number is limited.
 */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "decode.h"

#define SCAN_LIMIT    100
#define BLOCKS_A_BYTE 8        /* Huffman codes have one bit at least */
#define EXIF_HEAD     "Exif\0" /* and its NUL */

struct job {
	struct decode *d;
	struct jpeg_decompress_struct jpeg;
	struct jpeg_error_mgr errors;
	struct jpeg_progress_mgr progress;
	jmp_buf out;
	int orientation;
	unsigned char *samples;
	bool spare;      /* samples are to be freed */
	JOCTET *profile; /* to be freed */
	unsigned profile_length;
};

static void
on_error(j_common_ptr jpeg)
{
	struct job *j = jpeg->client_data;
	char message[JMSG_LENGTH_MAX];

	jpeg->err->format_message(jpeg, message);
	snprintf(j->d->reason, sizeof j->d->reason, "%.*s", (int)sizeof j->d->reason - 1, message);
	longjmp(j->out, 1);
}

static void
on_message(j_common_ptr jpeg, int level)
{
	if (level < 0)
		on_error(jpeg);
}

static void
stop(struct job *j, const char *reason)
{
	snprintf(j->d->reason, sizeof j->d->reason, "%s", reason);
	longjmp(j->out, 1);
}

static void
on_progress(j_common_ptr jpeg)
{
	struct job *j = jpeg->client_data;

	if (j->jpeg.input_scan_number > SCAN_LIMIT)
		stop(j, "it has too many scans");
}

static bool
attempt(struct job *j, void (*step)(struct job *j))
{
	if (setjmp(j->out) != 0)
		return false;
	step(j);
	return true;
}

static int
orientation(const struct job *j)
{
	for (jpeg_saved_marker_ptr m = j->jpeg.marker_list; m != NULL; m = m->next)
		if (m->marker == JPEG_APP0 + 1 && m->data_length > sizeof EXIF_HEAD &&
		    memcmp(m->data, EXIF_HEAD, sizeof EXIF_HEAD) == 0)
			return exif_orientation(
			    m->data + sizeof EXIF_HEAD, m->data_length - sizeof EXIF_HEAD);
	return 1;
}

static void
read_head(struct job *j)
{
	struct jpeg_decompress_struct *jpeg = &j->jpeg;
	struct image *image = j->d->image;

	jpeg_create_decompress(jpeg);
	jpeg->client_data = j;
	jpeg->progress = &j->progress;
	j->progress.progress_monitor = on_progress;
	jpeg_mem_src(jpeg, (const unsigned char *)j->d->file->bytes, j->d->file->length);
	jpeg_save_markers(jpeg, JPEG_APP0 + 1, 0xFFFF);
	jpeg_save_markers(jpeg, JPEG_APP0 + 2, 0xFFFF);
	jpeg_read_header(jpeg, TRUE);
	if (!decode_size(j->d, jpeg->image_width, jpeg->image_height))
		stop(j, "too large");
	if (!jpeg->arith_code &&
	    j->d->width * j->d->height / (DCTSIZE2 * BLOCKS_A_BYTE) > j->d->file->length)
		stop(j, "the file is too short for the size it claims");
	switch (jpeg->jpeg_color_space) {
	case JCS_GRAYSCALE:
		image->kind = SAMPLES_GREY;
		jpeg->out_color_space = JCS_GRAYSCALE;
		break;
	case JCS_RGB:
	case JCS_YCbCr:
		image->kind = SAMPLES_RGB;
		jpeg->out_color_space = JCS_RGB;
		break;
	case JCS_CMYK:
	case JCS_YCCK:
		image->kind = SAMPLES_CMYK;
		jpeg->out_color_space = JCS_CMYK;
		break;
	default:
		stop(j, "its colours are neither grey, RGB nor CMYK");
	}
	j->orientation = orientation(j);
	jpeg_read_icc_profile(jpeg, &j->profile, &j->profile_length);
}

static void
read_samples(struct job *j)
{
	struct jpeg_decompress_struct *jpeg = &j->jpeg;
	size_t stride = (size_t)j->d->width * (size_t)j->d->image->kind;

	jpeg_start_decompress(jpeg);
	while (jpeg->output_scanline < jpeg->output_height) {
		JSAMPROW row = j->samples + jpeg->output_scanline * stride;

		jpeg_read_scanlines(jpeg, &row, 1);
	}
	jpeg_finish_decompress(jpeg);
}

static bool
may_pass(const struct job *j)
{
	const struct jpeg_decompress_struct *jpeg = &j->jpeg;
	bool adobe = jpeg->saw_Adobe_marker;

	if (j->orientation != 1 || jpeg->arith_code)
		return false;
	switch (jpeg->jpeg_color_space) {
	case JCS_RGB:
		return adobe && jpeg->Adobe_transform == 0;
	case JCS_YCbCr:
		return !adobe || jpeg->Adobe_transform == 1;
	case JCS_YCCK:
		return adobe && jpeg->Adobe_transform == 2;
	default:
		return !adobe || jpeg->Adobe_transform == 0;
	}
}

/* What comes after the end of the picture (a phone's second, larger one) is not passed on. */
static void
keep(struct job *j)
{
	struct image *image = j->d->image;
	size_t n = (size_t)(j->d->width * j->d->height) * (size_t)image->kind;
	bool inverted = image->kind == SAMPLES_CMYK && j->jpeg.saw_Adobe_marker;

	for (size_t i = 0; inverted && i < n; i++)
		j->samples[i] = (unsigned char)(255 - j->samples[i]);
	image->pixels = j->samples;
	if (j->orientation != 1) {
		unsigned char *upright = arena_alloc(j->d->a, n);

		exif_turn(upright, j->samples, (int)image->kind, (int)j->d->width,
		    (int)j->d->height, j->orientation);
		image->pixels = upright;
	}
	image->width = (int)(j->orientation > 4 ? j->d->height : j->d->width);
	image->height = (int)(j->orientation > 4 ? j->d->width : j->d->height);
	if (may_pass(j)) {
		image->jpeg = (const unsigned char *)j->d->file->bytes;
		image->jpeg_length = j->d->file->length - j->jpeg.src->bytes_in_buffer;
		image->jpeg_inverted = inverted;
	}
	if (j->profile != NULL)
		decode_profile(j->d, j->profile, j->profile_length);
}

static bool
decode(struct job *j)
{
	size_t n;

	if (!attempt(j, read_head))
		return false;
	n = (size_t)(j->d->width * j->d->height) * (size_t)j->d->image->kind;
	j->spare = j->orientation != 1;
	j->samples = j->spare ? mem_alloc(n) : arena_alloc(j->d->a, n);
	if (!attempt(j, read_samples))
		return false;
	keep(j);
	return true;
}

bool
jpeg_decode(struct decode *d)
{
	struct job j = {.d = d};
	bool sound;

	j.jpeg.err = jpeg_std_error(&j.errors);
	j.errors.error_exit = on_error;
	j.errors.emit_message = on_message;
	j.jpeg.client_data = &j;
	sound = decode(&j);
	jpeg_destroy_decompress(&j.jpeg);
	free(j.profile);
	if (j.spare)
		free(j.samples);
	return sound;
}
