#include "photo/codec.h"

#include <stdbool.h>
#include <string.h>

#include <jerror.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "photo/photo.h"

#define SCANS_MAX 200 /* a camera writes at most a dozen; each scan of a crafted file may cost as much as the whole photo */

static struct codec *
codec_of(j_common_ptr info)
{
	return (struct codec *)info->err; /* its first member */
}

/* Sets a flaw unless one stands: the first is the cause of those behind it. */
static void
note(struct codec *codec, enum flaw flaw)
{
	if (codec->flaw == FLAW_NONE)
		codec->flaw = flaw;
}

static void
give_up(j_common_ptr info, enum flaw flaw)
{
	struct codec *codec = codec_of(info);

	note(codec, flaw);
	longjmp(codec->back, 1);
}

static void
on_error(j_common_ptr info)
{
	switch (info->err->msg_code) {
	case JERR_OUT_OF_MEMORY: /* the size was checked before, so this is no fault of the photo */
		mem_exhausted();
		break;
	case JERR_SOF_UNSUPPORTED:
	case JERR_BAD_PRECISION:
	case JERR_COMPONENT_COUNT:
	case JERR_CONVERSION_NOTIMPL:
	case JERR_ARITH_NOTIMPL:
	case JERR_CCIR601_NOTIMPL:
	case JERR_FRACT_SAMPLE_NOTIMPL:
	case JERR_NOT_COMPILED:
		give_up(info, FLAW_KIND);
		break;
	case JERR_IMAGE_TOO_BIG:
	case JERR_WIDTH_OVERFLOW:
		give_up(info, FLAW_LARGE);
		break;
	default:
		give_up(info, FLAW_DAMAGED);
	}
}

/* Are the bytes that the library skipped before a marker padding, as some cameras write it? The library's place is just behind them. */
static bool
skipped_padding(j_common_ptr info)
{
	const struct jpeg_source_mgr *source = ((j_decompress_ptr)info)->src;
	int count = info->err->msg_parm.i[0];

	for (int i = 1; i <= count; i++)
		if (source->next_input_byte[-i] != 0 && source->next_input_byte[-i] != 0xff)
			return false;
	return true;
}

/* What the library only warns of. Data that breaks off or makes no sense is damage; a scan header that says less than it should (JWRN_NOT_SEQUENTIAL),
 * bytes between the markers of the head, an odd version number are some cameras' habits, and the picture is whole. */
static void
on_message(j_common_ptr info, int level)
{
	struct codec *codec = codec_of(info);

	if (level >= 0)
		return;
	switch (info->err->msg_code) {
	case JWRN_JPEG_EOF:
		note(codec, FLAW_CUT);
		break;
	case JWRN_EXTRANEOUS_DATA: /* behind the picture's data it is the rest of data that was not understood */
		if (((j_decompress_ptr)info)->input_scan_number > 0 && !skipped_padding(info))
			note(codec, FLAW_DAMAGED);
		break;
	case JWRN_HIT_MARKER:
	case JWRN_MUST_RESYNC:
	case JWRN_HUFF_BAD_CODE:
	case JWRN_ARITH_BAD_CODE:
	case JWRN_BOGUS_PROGRESSION:
		note(codec, FLAW_DAMAGED);
		break;
	}
}

static void
say_nothing(j_common_ptr info)
{
	(void)info;
}

static void
on_progress(j_common_ptr info)
{
	if (info->is_decompressor && ((j_decompress_ptr)info)->input_scan_number > SCANS_MAX)
		give_up(info, FLAW_KIND);
}

void
codec_open(struct jpeg_decompress_struct *jpeg, struct codec *codec, const void *bytes, size_t len)
{
	jpeg->err = jpeg_std_error(&codec->manager);
	codec->manager.error_exit = on_error;
	codec->manager.emit_message = on_message;
	codec->manager.output_message = say_nothing;
	jpeg_create_decompress(jpeg);
	codec->progress.progress_monitor = on_progress;
	jpeg->progress = &codec->progress;
	jpeg_mem_src(jpeg, (unsigned char *)(uintptr_t)bytes, len);
	jpeg_save_markers(jpeg, JPEG_APP0 + 1, 0xffff);
	if (jpeg_read_header(jpeg, TRUE) != JPEG_HEADER_OK)
		give_up((j_common_ptr)jpeg, FLAW_DAMAGED);
	if (jpeg->jpeg_color_space == JCS_CMYK || jpeg->jpeg_color_space == JCS_YCCK)
		give_up((j_common_ptr)jpeg, FLAW_PRINT);
	if ((int64_t)jpeg->image_width * jpeg->image_height > PHOTO_PIXELS_MAX)
		give_up((j_common_ptr)jpeg, FLAW_LARGE);
}

enum status
codec_say(const struct codec *codec, struct err *err)
{
	switch (codec->flaw) {
	case FLAW_NONE:
		return STATUS_OK;
	case FLAW_CUT:
		return err_set(err, STATUS_INVALID, _("the photo is cut short; copy it from the camera again"));
	case FLAW_KIND:
		return err_set(err, STATUS_INVALID, _("the photo is a JPEG of a kind that cannot be read; save it as an ordinary JPEG"));
	case FLAW_PRINT:
		return err_set(err, STATUS_INVALID,
			       _("the photo has the colours of a printing press (CMYK); save it as a JPEG with RGB colours"));
	case FLAW_LARGE:
		return err_set(err, STATUS_INVALID,
			       _("the photo has more than %d million pixels; set the camera to a smaller size, or save it smaller"),
			       PHOTO_PIXELS_MAX / 1000000);
	case FLAW_DAMAGED:
		break;
	}
	return err_set(err, STATUS_INVALID, _("the photo is damaged; copy it from the camera again"));
}
