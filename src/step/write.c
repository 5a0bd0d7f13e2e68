#include <string.h>

#include "base/i18n.h"
#include "step/json.h"
#include "step/step.h"

/* Writing a step's body: members in the order of the format's description. A body is written once, signed, and never written again. */

static void
member_id(struct buf *out, const char *name, bool has, const struct id *id)
{
	char hex[ID_HEX_LEN + 1];

	if (has)
		buf_printf(out, ",\"%s\":\"%s\"", name, id_hex(id, hex));
	else
		buf_printf(out, ",\"%s\":null", name);
}

static void
write_text(struct buf *out, const char *text)
{
	struct value value = { .type = VALUE_TEXT, .text = (char *)(uintptr_t)text };

	json_write(&value, out);
}

static void
write_private(const struct step *step, struct buf *out)
{
	char commit[ID_HEX_LEN + 1], box[ID_HEX_LEN + 1];

	if (!step->has_private) {
		buf_text_add(out, ",\"private\":null");
		return;
	}
	buf_printf(out, ",\"private\":{\"commit\":\"%s\",\"box\":\"%s\",\"fields\":[", id_hex(&step->commit, commit),
		   id_hex(&step->box, box));
	for (size_t i = 0; i < step->private_field_count; i++) {
		if (i)
			buf_char(out, ',');
		write_text(out, step->private_fields[i]);
	}
	buf_text_add(out, "]}");
}

static void
write_photos(const struct step *step, struct buf *out)
{
	buf_text_add(out, ",\"photos\":[");
	for (size_t i = 0; i < step->photo_count; i++) {
		const struct step_photo *photo = &step->photos[i];
		bool sealed = strcmp(photo->mime, PRIVATE_PHOTO_MIME) == 0; /* then when, and from which file, is nobody else's to read */
		char hex[ID_HEX_LEN + 1];

		buf_printf(out, "%s{\"id\":\"%s\",\"field\":", i ? "," : "", id_hex(&photo->id, hex));
		write_text(out, photo->field);
		buf_text_add(out, ",\"mime\":");
		write_text(out, photo->mime);
		buf_printf(out, ",\"size\":%lld", (long long)photo->size);
		member_id(out, "original", photo->has_original && !sealed, &photo->original);
		if (photo->has_taken && !sealed)
			buf_printf(out, ",\"taken\":%lld}", (long long)photo->taken_unix);
		else
			buf_text_add(out, ",\"taken\":null}");
	}
	buf_char(out, ']');
}

enum status
step_write(const struct step *step, struct buf *body, struct err *err)
{
	char device[DEVICE_HEX_LEN + 1];
	struct step check = { 0 };
	enum status status;

	buf_clear(body);
	buf_printf(body, "{\"v\":2,\"kind\":\"%s\",\"device\":\"%s\",\"area\":\"%s\",\"epoch\":%lld,\"seq\":%lld", step->kind,
		   device_hex(&step->device, device), step->area, (long long)step->epoch, (long long)step->seq);
	member_id(body, "prev", step->has_prev, &step->prev);
	member_id(body, "after", step->has_after, &step->after);
	member_id(body, "author", step->has_author, &step->author);
	member_id(body, "anchor", step->has_anchor, &step->anchor);
	buf_printf(body, ",\"at\":%lld", (long long)step->at_unix);
	member_id(body, "pack", step->has_pack, &step->pack);
	member_id(body, "building", step->has_building, &step->building);
	member_id(body, "root", step->has_root, &step->root);
	buf_text_add(body, ",\"parents\":[");
	for (size_t i = 0; i < step->parent_count; i++) {
		char hex[ID_HEX_LEN + 1];

		buf_printf(body, "%s\"%s\"", i ? "," : "", id_hex(&step->parents[i], hex));
	}
	buf_text_add(body, "],\"data\":");
	json_write(&step->data, body);
	write_private(step, body);
	write_photos(step, body);
	buf_char(body, '}');
	/* What would be refused elsewhere is not signed here. */
	status = step_parse(buf_text(body), body->len, &check, err);
	step_release(&check);
	return status;
}
