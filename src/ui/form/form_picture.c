#include <string.h>

#include "app/fill/sheet_photos.h"
#include "app/house/record.h"
#include "ui/form/form_state.h"

/* The picture beside the questions: of the photo at the cursor, of the one that the answers are about, or of the house. */

/* Makes the picture of the photo that the answers are about. */
static void
make_shown(struct form_state *form, struct ui *ui, struct area area)
{
	const struct id *id = &form->shown[0].id;
	struct buf bytes = { 0 };
	struct err missing = { 0 }; /* a photo that is not in this file is said at the signature */
	char key[ID_HEX_LEN + 1];

	id_hex(id, key);
	if ((strcmp(form->picture.key, key) != 0 || form->picture.rows != area.rows || form->picture.cols != area.cols) &&
	    record_photo_bytes(ui->app, id, &bytes, &missing))
		buf_clear(&bytes);
	picture_make(&form->picture, ui, key, bytes.len ? bytes.data : NULL, bytes.len, NULL, area.rows, area.cols);
	buf_release(&bytes);
	form->has_picture = true;
	if (!form->shown_made && !form->picture.bad) {
		form->shown_made = true;
		form->shown_since = ui->painted;
	}
}

void
form_make_picture(struct form_state *form, struct ui *ui)
{
	const struct form_item *item = form_at(form);
	const struct sheet_photo *photo = item->kind == ITEM_FIELD && item->field->type == FIELD_PHOTO
						  ? sheet_photo(form->sheet, item->field, form->row)
						  : NULL;
	struct area area = form_picture_area(ui_body_quiet(ui));
	char key[ID_HEX_LEN + 1];

	form->has_picture = false;
	if (photo && !photo->bytes.len) /* not in this file, or sealed for others */
		return;
	if (photo) {
		picture_make(&form->picture, ui, id_hex(&photo->id, key), photo->bytes.data, photo->bytes.len, NULL, area.rows, area.cols);
		form->has_picture = true;
	} else if (form->widget == WIDGET_PHOTO && form->chosen < form->option_count) {
		const char *path = form->options[form->chosen].name;

		picture_make(&form->picture, ui, path, NULL, 0, path, area.rows, area.cols);
		form->has_picture = true;
	} else if (form->shown_count) {
		make_shown(form, ui, area);
	} else if (form_is_wide(ui_body(ui))) { /* the first photo of the house stays beside the questions */
		for (size_t i = 0; i < form->item_count && !form->has_picture; i++) {
			item = &form->items[i];
			photo = item->kind == ITEM_FIELD && item->field->type == FIELD_PHOTO
					? sheet_photo(form->sheet, item->field, form->row)
					: NULL;
			if (!photo || photo->bytes.len == 0 || (item->field->is_private && !form->show_private))
				continue;
			picture_make(&form->picture, ui, id_hex(&photo->id, key), photo->bytes.data, photo->bytes.len, NULL, area.rows,
				     area.cols);
			form->has_picture = true;
		}
	}
}
