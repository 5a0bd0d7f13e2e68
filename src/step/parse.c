#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/place.h"
#include "step/check.h"
#include "step/json.h"
#include "step/step.h"

/* Reading a step's bytes strictly. null may stand for some members of the step and of a photo, where the JSON reader keeps
 * it as VALUE_NONE; everywhere else it is refused. */

enum member_of_step {
	OF_V,
	OF_KIND,
	OF_DEVICE,
	OF_AREA,
	OF_EPOCH,
	OF_SEQ,
	OF_PREV,
	OF_AFTER,
	OF_AUTHOR,
	OF_ANCHOR,
	OF_AT,
	OF_PACK,
	OF_BUILDING,
	OF_ROOT,
	OF_PARENTS,
	OF_DATA,
	OF_PRIVATE,
	OF_PHOTOS,
	MEMBER_COUNT
};

static enum status
bad(struct err *err, const char *member, const char *why)
{
	return err_set(err, STATUS_INVALID, _("the step's member \"%s\" is wrong: %s"), member, why);
}

static const char *const names[MEMBER_COUNT] = {
	[OF_V] = "v",	    [OF_KIND] = "kind",	      [OF_DEVICE] = "device",	  [OF_AREA] = "area",	  [OF_EPOCH] = "epoch",
	[OF_SEQ] = "seq",   [OF_PREV] = "prev",	      [OF_AFTER] = "after",	  [OF_AUTHOR] = "author", [OF_ANCHOR] = "anchor",
	[OF_AT] = "at",	    [OF_PACK] = "pack",	      [OF_BUILDING] = "building", [OF_ROOT] = "root",	  [OF_PARENTS] = "parents",
	[OF_DATA] = "data", [OF_PRIVATE] = "private", [OF_PHOTOS] = "photos",
};

/* The members of a step's object, each by its constant. */
struct members {
	const struct value *of[MEMBER_COUNT];
};

/* An id or null. */
static enum status
read_id(const struct value *value, const char *name, bool *has, struct id *out, struct err *err)
{
	*has = value->type != VALUE_NONE;
	if (!*has)
		return STATUS_OK;
	if (value->type != VALUE_TEXT || !id_from_hex(value->text, out))
		return bad(err, name, _("it must be 64 lower-case hex digits or null"));
	return STATUS_OK;
}

static enum status
read_number(const struct members *members, enum member_of_step which, int64_t least, int64_t most, int64_t *out, struct err *err)
{
	const struct value *value = members->of[which];

	if (value->type != VALUE_INTEGER || value->integer < least || value->integer > most)
		return bad(err, names[which], _("it must be a whole number in its range"));
	*out = value->integer;
	return STATUS_OK;
}

static bool
is_kind(const char *text)
{
	size_t len = strlen(text);

	return len <= STEP_KIND_MAX && name_is_plain(text, len, "");
}

static enum status
read_place(const struct members *members, struct step *out, struct err *err)
{
	const struct value *value = members->of[OF_KIND];
	enum status status;

	if (value->type != VALUE_TEXT || !is_kind(value->text))
		return bad(err, "kind", _("it must be a name of lower-case letters, digits and _"));
	strcpy(out->kind, value->text);
	value = members->of[OF_DEVICE];
	if (value->type != VALUE_TEXT || !device_from_hex(value->text, &out->device))
		return bad(err, "device", _("it must be 32 lower-case hex digits"));
	value = members->of[OF_AREA];
	if (value->type != VALUE_TEXT || division_level(value->text) == DIVISION_LEVEL_COUNT)
		return bad(err, "area", _("it must be 0, 2, 4, 6, 9 or 12 digits"));
	strcpy(out->area, value->text);
	status = read_number(members, OF_EPOCH, 1, STEP_NUMBER_MAX, &out->epoch, err);
	if (!status)
		status = read_number(members, OF_SEQ, 1, STEP_NUMBER_MAX, &out->seq, err);
	if (!status)
		status = read_number(members, OF_AT, STEP_AT_MIN, STEP_AT_MAX, &out->at_unix, err);
	return status;
}

static enum status
read_ids(const struct members *members, struct step *out, struct err *err)
{
	const struct {
		enum member_of_step which;
		bool *has;
		struct id *id;
	} ids[] = {
		{ OF_PREV, &out->has_prev, &out->prev },       { OF_AFTER, &out->has_after, &out->after },
		{ OF_AUTHOR, &out->has_author, &out->author }, { OF_ANCHOR, &out->has_anchor, &out->anchor },
		{ OF_PACK, &out->has_pack, &out->pack },       { OF_BUILDING, &out->has_building, &out->building },
		{ OF_ROOT, &out->has_root, &out->root },
	};
	enum status status = STATUS_OK;

	for (size_t i = 0; i < ARRAY_LEN(ids) && !status; i++)
		status = read_id(members->of[ids[i].which], names[ids[i].which], ids[i].has, ids[i].id, err);
	return status;
}

/* What members ask of each other. A self-signed credential stands in no log and leans on nothing. */
static enum status
check_together(const struct step *step, struct err *err)
{
	enum step_kind kind = step_kind_of(step->kind);

	if (step->has_prev != (step->seq > 1))
		return bad(err, "prev", _("exactly the first step of a log has none"));
	if (step->has_pack != step_kind_has_pack(kind))
		return bad(err, "pack", _("exactly a form, a sign-off, a withdrawal, a manifest and a decision name one"));
	if (kind != STEP_FORM && (step->has_building || step->has_root))
		return bad(err, step->has_building ? "building" : "root", _("only a form names one"));
	if (step->has_author)
		return STATUS_OK;
	if (kind != STEP_CREDENTIAL)
		return bad(err, "author", _("only a self-signed credential has none"));
	if (step->epoch != 1 || step->seq != 1 || *step->area || step->has_after || step->has_anchor)
		return bad(err, "author", _("a self-signed credential stands in no log and names no other step"));
	return STATUS_OK;
}

static enum status
read_parents(const struct value *parents, struct arena *arena, struct step *out, struct err *err)
{
	if (parents->type != VALUE_LIST)
		return bad(err, "parents", _("it must be a list"));
	out->parents = arena_take(arena, parents->list.count * sizeof(*out->parents));
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
read_private(const struct value *private, struct arena *arena, struct step *out, struct err *err)
{
	const struct value *commit, *box, *fields;
	bool has = false;

	if (private->type == VALUE_NONE)
		return STATUS_OK;
	commit = value_get(private, "commit");
	box = value_get(private, "box");
	fields = value_get(private, "fields");
	if (!commit || !box || !fields || private->object.count != 3 || fields->type != VALUE_LIST)
		return bad(err, "private", _("it must hold commit, box and fields"));
	if (read_id(commit, "commit", &has, &out->commit, err) || read_id(box, "box", &has, &out->box, err)) /* null was refused before */
		return bad(err, "private", _("commit and box must be 64 lower-case hex digits"));
	if (!fields->list.count)
		return bad(err, "private", _("fields must not be empty"));
	out->has_private = true;
	out->private_fields = arena_take(arena, fields->list.count * sizeof(*out->private_fields));
	for (size_t i = 0; i < fields->list.count; i++) {
		const struct value *item = &fields->list.items[i];

		if (item->type != VALUE_TEXT || !name_is_plain(item->text, strlen(item->text), ""))
			return bad(err, "private", _("fields must be a list of names"));
		if (i > 0 && strcmp(out->private_fields[i - 1], item->text) >= 0)
			return bad(err, "private", _("fields must ascend and differ"));
		out->private_fields[out->private_field_count++] = item->text;
	}
	return STATUS_OK;
}

static enum status
read_photo(const struct value *photo, struct step_photo *out, struct err *err)
{
	const struct value *id = value_get(photo, "id"), *field = value_get(photo, "field"), *mime = value_get(photo, "mime");
	const struct value *size = value_get(photo, "size"), *original = value_get(photo, "original"), *taken = value_get(photo, "taken");
	struct field_place place;
	bool has_id = false;
	enum status status;

	if (!id || !field || !mime || !size || !original || !taken || photo->object.count != 6)
		return bad(err, "photos", _("each must hold id, field, mime, size, original and taken"));
	if (read_id(id, "id", &has_id, &out->id, err) || !has_id)
		return bad(err, "photos", _("an id must be 64 lower-case hex digits"));
	status = read_id(original, "original", &out->has_original, &out->original, err);
	if (status)
		return status;
	if (field->type != VALUE_TEXT || mime->type != VALUE_TEXT)
		return bad(err, "photos", _("field and mime must be texts"));
	if (!field_place_read(field->text, &place))
		return bad(err, "photos", _("a field must be NAME or REPEAT/ROW/NAME"));
	out->field = field->text;
	out->mime = mime->text;
	out->has_taken = taken->type != VALUE_NONE;
	if (size->type != VALUE_INTEGER || (out->has_taken && taken->type != VALUE_INTEGER))
		return bad(err, "photos", _("size and taken must be whole numbers"));
	if (size->integer < 1 || size->integer > (int64_t)BLOB_MAX_BYTES)
		return bad(err, "photos", _("its size is none that a photo may have"));
	out->size = size->integer;
	out->taken_unix = out->has_taken ? taken->integer : 0;
	return STATUS_OK;
}

static enum status
read_photos(const struct value *photos, struct arena *arena, struct step *out, struct err *err)
{
	enum status status = STATUS_OK;

	if (photos->type != VALUE_LIST)
		return bad(err, "photos", _("it must be a list"));
	out->photos = arena_take(arena, photos->list.count * sizeof(*out->photos));
	for (; out->photo_count < photos->list.count && !status; out->photo_count++) {
		out->photos[out->photo_count] = (struct step_photo){ 0 };
		status = read_photo(&photos->list.items[out->photo_count], &out->photos[out->photo_count], err);
	}
	return status;
}

/* What only forms have, and what each kind holds. */
static enum status
check_kind(const struct step *step, const struct value *data, struct err *err)
{
	enum step_kind kind = step_kind_of(step->kind);

	if (kind == STEP_FORM)
		return check_form_data(data, err);
	if (step->has_private)
		return bad(err, "private", _("only a form has private values"));
	if (step->photo_count)
		return bad(err, "photos", _("only a form has photos"));
	return check_system_data(kind, data, step->parent_count, err);
}

static enum status
find_members(const struct value *body, struct members *members, struct err *err)
{
	size_t next = 0;

	for (size_t i = 0; i < MEMBER_COUNT; i++) {
		members->of[i] = value_get_next(body, names[i], &next);
		if (!members->of[i])
			return bad(err, names[i], _("it is missing"));
	}
	if (body->object.count != MEMBER_COUNT)
		return err_set(err, STATUS_INVALID, _("the step has a member that the format does not know"));
	if (members->of[OF_V]->type != VALUE_INTEGER || members->of[OF_V]->integer != 2)
		return bad(err, "v", _("this program reads version 2 of the format"));
	if (members->of[OF_DATA]->type != VALUE_OBJECT)
		return bad(err, "data", _("it must be an object"));
	return STATUS_OK;
}

static enum status
parse(struct arena *arena, const char *body, size_t len, struct step *step, struct err *err)
{
	struct members members = { 0 };
	struct value tree = { 0 };
	enum status status;

	if (len > STEP_BODY_MAX_BYTES)
		return err_set(err, STATUS_INVALID, _("the step is longer than a step may be"));
	if (len < 2 || body[len - 1] != '}') /* how it begins is json_parse_step's to see */
		return err_set(err, STATUS_INVALID, _("a step must be one JSON object, with nothing before or behind it"));
	status = json_parse_step(body, len, STEP_DEPTH_MAX, arena, &tree, err);
	if (!status)
		status = find_members(&tree, &members, err);
	if (!status)
		status = read_place(&members, step, err);
	if (!status)
		status = read_ids(&members, step, err);
	if (!status)
		status = check_together(step, err);
	if (!status)
		status = read_parents(members.of[OF_PARENTS], arena, step, err);
	if (!status)
		status = read_private(members.of[OF_PRIVATE], arena, step, err);
	if (!status)
		status = read_photos(members.of[OF_PHOTOS], arena, step, err);
	if (!status)
		status = check_kind(step, members.of[OF_DATA], err);
	if (!status)
		step->data = *members.of[OF_DATA];
	return status;
}

enum status
step_parse(const char *body, size_t len, struct step *out, struct err *err)
{
	/* A step is written densely: its tree takes a little more room than its bytes. */
	struct step step = { .arena.hint = len + len / 2 };
	enum status status = parse(&step.arena, body, len, &step, err);

	if (status)
		arena_release(&step.arena);
	else
		*out = step;
	return status;
}

enum status
step_parse_into(struct arena *arena, const char *body, size_t len, struct step *out, struct err *err)
{
	struct step step = { .lies_in = arena };
	enum status status = parse(arena, body, len, &step, err);

	if (!status)
		*out = step;
	return status;
}
