#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "step/json.h"
#include "step/step.h"

/* Reading a step's bytes strictly. null may stand for some members of the step and of a photo, where the JSON reader keeps
 * it as VALUE_NONE; everywhere else it is refused. */

#define MEMBERS 15

static enum status
bad(struct err *err, const char *member, const char *why)
{
	return err_set(err, STATUS_INVALID, _("the step's member \"%s\" is wrong: %s"), member, why);
}

/* An id or null. */
static enum status
read_id(const struct value *body, const char *name, bool *has, struct id *out, struct err *err)
{
	const struct value *value = value_get(body, name);

	*has = value->type != VALUE_NONE;
	if (!*has)
		return STATUS_OK;
	if (value->type != VALUE_TEXT || !id_from_hex(value->text, out))
		return bad(err, name, _("it must be 64 lower-case hex digits or null"));
	return STATUS_OK;
}

static enum status
read_count(const struct value *body, const char *name, int64_t least, int64_t *out, struct err *err)
{
	const struct value *value = value_get(body, name);

	if (value->type != VALUE_INTEGER || value->integer < least)
		return bad(err, name, _("it must be a whole number in its range"));
	*out = value->integer;
	return STATUS_OK;
}

static bool
is_kind(const char *text)
{
	size_t len = strlen(text);

	if (len == 0 || len > STEP_KIND_MAX || text[0] < 'a' || text[0] > 'z')
		return false;
	return strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_") == len;
}

static enum status
read_place(const struct value *body, struct step *out, struct err *err)
{
	const struct value *value = value_get(body, "kind");
	enum status status;

	if (value->type != VALUE_TEXT || !is_kind(value->text))
		return bad(err, "kind", _("it must be a name of lower-case letters, digits and _"));
	memcpy(out->kind, value->text, strlen(value->text) + 1);
	value = value_get(body, "device");
	if (value->type != VALUE_TEXT || !device_from_hex(value->text, &out->device))
		return bad(err, "device", _("it must be 32 lower-case hex digits"));
	status = read_count(body, "epoch", 1, &out->epoch, err);
	if (!status)
		status = read_count(body, "seq", 1, &out->seq, err);
	if (!status)
		status = read_count(body, "at", -JSON_INTEGER_MAX, &out->at_unix, err);
	if (!status)
		status = read_id(body, "prev", &out->has_prev, &out->prev, err);
	if (!status && out->has_prev != (out->seq > 1))
		status = bad(err, "prev", _("exactly the first step of a feed has none"));
	return status;
}

static enum status
read_parents(const struct value *body, struct step *out, struct err *err)
{
	const struct value *parents = value_get(body, "parents");

	if (parents->type != VALUE_LIST)
		return bad(err, "parents", _("it must be a list"));
	out->parents = mem_array(parents->list.count, sizeof(*out->parents));
	for (size_t i = 0; i < parents->list.count; i++) {
		const struct value *item = &parents->list.items[i];

		if (item->type != VALUE_TEXT || !id_from_hex(item->text, &out->parents[i]))
			return bad(err, "parents", _("each must be 64 lower-case hex digits"));
		if (i > 0 && id_cmp(&out->parents[i - 1], &out->parents[i]) >= 0)
			return bad(err, "parents", _("they must ascend and differ"));
		out->parent_count = i + 1;
	}
	return STATUS_OK;
}

static enum status
read_private(const struct value *body, struct step *out, struct err *err)
{
	const struct value *private = value_get(body, "private"), *fields;
	bool has_commit = false, has_box = false;

	if (private->type == VALUE_NONE)
		return STATUS_OK;
	fields = value_get(private, "fields");
	if (private->type != VALUE_OBJECT || private->object.count != 3 || !value_get(private, "commit") ||
	    !value_get(private, "box") || !fields || fields->type != VALUE_LIST)
		return bad(err, "private", _("it must hold commit, box and fields"));
	if (read_id(private, "commit", &has_commit, &out->commit, err) ||
	    read_id(private, "box", &has_box, &out->box, err) || !has_commit || !has_box)
		return bad(err, "private", _("commit and box must be 64 lower-case hex digits"));
	out->has_private = true;
	out->private_fields = mem_array(fields->list.count, sizeof(*out->private_fields));
	for (size_t i = 0; i < fields->list.count; i++) {
		if (fields->list.items[i].type != VALUE_TEXT)
			return bad(err, "private", _("fields must be a list of names"));
		out->private_fields[out->private_field_count++] = mem_strdup(fields->list.items[i].text);
	}
	return STATUS_OK;
}

static enum status
read_photo(const struct value *photo, struct step_photo *out, struct err *err)
{
	static const char *const names[] = { "id", "field", "mime", "size", "original", "taken" };
	bool has_id = false;

	if (photo->type != VALUE_OBJECT || photo->object.count != ARRAY_LEN(names))
		return bad(err, "photos", _("each must hold id, field, mime, size, original and taken"));
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (!value_get(photo, names[i]))
			return bad(err, "photos", _("each must hold id, field, mime, size, original and taken"));
	if (read_id(photo, "id", &has_id, &out->id, err) || !has_id)
		return bad(err, "photos", _("an id must be 64 lower-case hex digits"));
	if (read_id(photo, "original", &out->has_original, &out->original, err))
		return err->status;
	if (!value_get_text(photo, "field") || !value_get_text(photo, "mime"))
		return bad(err, "photos", _("field and mime must be texts"));
	out->field = mem_strdup(value_get_text(photo, "field"));
	out->mime = mem_strdup(value_get_text(photo, "mime"));
	out->size = value_get_integer(photo, "size", -1);
	out->has_taken = value_get(photo, "taken")->type != VALUE_NONE;
	out->taken_unix = value_get_integer(photo, "taken", 0);
	if (out->size < 0 || (out->has_taken && value_get(photo, "taken")->type != VALUE_INTEGER))
		return bad(err, "photos", _("size and taken must be whole numbers"));
	return STATUS_OK;
}

static enum status
read_photos(const struct value *body, struct step *out, struct err *err)
{
	const struct value *photos = value_get(body, "photos");
	enum status status = STATUS_OK;

	if (photos->type != VALUE_LIST)
		return bad(err, "photos", _("it must be a list"));
	for (size_t i = 0; i < photos->list.count && !status; i++) {
		struct err why = { 0 };

		status = read_photo(&photos->list.items[i], step_add_photo(out), &why);
		if (status)
			err_set(err, status, "%s", why.text);
	}
	return status;
}

static enum status
check_members(const struct value *body, struct err *err)
{
	static const char *const names[MEMBERS] = { "v",     "kind",   "device",   "epoch",   "seq",
						    "prev",  "author", "anchor",   "at",      "pack",
						    "building", "parents", "data", "private", "photos" };

	if (body->type != VALUE_OBJECT)
		return err_set(err, STATUS_INVALID, _("a step must be one JSON object"));
	for (size_t i = 0; i < MEMBERS; i++)
		if (!value_get(body, names[i]))
			return bad(err, names[i], _("it is missing"));
	if (body->object.count != MEMBERS)
		return err_set(err, STATUS_INVALID, _("the step has a member that the format does not know"));
	if (value_get_integer(body, "v", 0) != 1)
		return bad(err, "v", _("this program reads version 1; install the newer one"));
	if (value_get(body, "data")->type != VALUE_OBJECT)
		return bad(err, "data", _("it must be an object"));
	return STATUS_OK;
}

enum status
step_parse(const char *body, size_t len, struct step *out, struct err *err)
{
	/* A step is written densely: its tree takes a little more room than its bytes. */
	struct step step = { .arena.hint = len + len / 2 };
	struct value tree = { 0 };
	enum status status;

	if (len > STEP_BODY_MAX_BYTES)
		return err_set(err, STATUS_INVALID, _("the step is longer than a step may be"));
	if (len < 2 || body[0] != '{' || body[len - 1] != '}')
		return err_set(err, STATUS_INVALID, _("a step must be one JSON object, with nothing before or behind it"));
	status = json_parse_step(body, len, STEP_DEPTH_MAX, &step.arena, &tree, err);
	if (!status)
		status = check_members(&tree, err);
	if (!status)
		status = read_place(&tree, &step, err);
	if (!status)
		status = read_id(&tree, "author", &step.has_author, &step.author, err);
	if (!status)
		status = read_id(&tree, "anchor", &step.has_anchor, &step.anchor, err);
	if (!status)
		status = read_id(&tree, "pack", &step.has_pack, &step.pack, err);
	if (!status)
		status = read_id(&tree, "building", &step.has_building, &step.building, err);
	if (!status)
		status = read_parents(&tree, &step, err);
	if (!status)
		status = read_private(&tree, &step, err);
	if (!status)
		status = read_photos(&tree, &step, err);
	if (status) {
		step_release(&step);
		return status;
	}
	step.data = *value_get(&tree, "data");
	*out = step;
	return STATUS_OK;
}
