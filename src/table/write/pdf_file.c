#include "table/write/pdf_file.h"

#include <cairo-pdf.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "table/write/pdf_plan.h"

static cairo_status_t
take_bytes(void *closure, const unsigned char *bytes, unsigned len)
{
	buf_add(closure, bytes, len);
	return CAIRO_STATUS_SUCCESS;
}

void
pdf_file_begin(struct pdf_file *file, double width, double height, const char *title, int64_t at_unix)
{
	char minute[17], *made;

	*file = (struct pdf_file){ 0 };
	file->surface = cairo_pdf_surface_create_for_stream(take_bytes, &file->bytes, width, height);
	clock_minute(at_unix, minute);
	minute[10] = 'T';
	made = mem_printf("%s:00+08:00", minute);
	cairo_pdf_surface_set_metadata(file->surface, CAIRO_PDF_METADATA_CREATE_DATE, made);
	cairo_pdf_surface_set_metadata(file->surface, CAIRO_PDF_METADATA_CREATOR, "louce");
	if (title)
		cairo_pdf_surface_set_metadata(file->surface, CAIRO_PDF_METADATA_TITLE, title);
	free(made);
	file->cairo = cairo_create(file->surface);
	file->pen = pdf_pen_new(file->cairo);
}

enum status
pdf_file_end(struct pdf_file *file, const char *unshown, struct buf *out, struct err *err)
{
	cairo_status_t drawn;

	cairo_surface_finish(file->surface);
	if (unshown)
		return err_set(
			err, STATUS_IO,
			_("no font of this machine shows every character of \"%s\"; install another (fonts-wqy-microhei, fonts-noto-cjk)"),
			unshown);
	drawn = cairo_status(file->cairo) ? cairo_status(file->cairo) : cairo_surface_status(file->surface);
	if (drawn)
		return err_set(err, STATUS_IO, _("the PDF cannot be made: %s"), cairo_status_to_string(drawn));
	buf_add(out, file->bytes.data, file->bytes.len);
	return STATUS_OK;
}

void
pdf_file_release(struct pdf_file *file)
{
	pdf_pen_free(file->pen);
	cairo_destroy(file->cairo);
	cairo_surface_destroy(file->surface);
	buf_release(&file->bytes);
	*file = (struct pdf_file){ 0 };
}
