#include "exchange/trailer.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "step/json.h"
#include "step/step.h"
#include "trust/credential.h"

/* ---- sums */

void
id_sum_of(struct id *ids, size_t count, struct id_sum *out)
{
	count = id_sort_unique(ids, count);
	out->count = (int64_t)count;
	hash_bytes(count ? ids->b : (const uint8_t *)"", count * sizeof(*ids), &out->hash);
}

bool
id_sum_equal(const struct id_sum *a, const struct id_sum *b)
{
	return a->count == b->count && id_equal(&a->hash, &b->hash);
}

bool
log_rest_is_of(const struct log_rest *rest, const struct log_key *log)
{
	return id_equal(&rest->author, &log->author) && strcmp(rest->area, log->area) == 0;
}

/* ---- order */

static int
log_run_cmp(const void *a, const void *b)
{
	const struct log_run *left = a, *right = b;
	int order = log_cmp(&left->log, &right->log);

	if (!order)
		order = (left->from > right->from) - (left->from < right->from);
	return order ? order : id_cmp(&left->end, &right->end);
}

static int
log_rest_cmp(const void *a, const void *b)
{
	const struct log_rest *left = a, *right = b;
	int order = id_cmp(&left->author, &right->author);

	return order ? order : strcmp(left->area, right->area);
}

static void
sort(struct trailer *trailer)
{
	if (trailer->run_count)
		qsort(trailer->runs, trailer->run_count, sizeof(*trailer->runs), log_run_cmp);
	if (trailer->rest_count)
		qsort(trailer->rests, trailer->rest_count, sizeof(*trailer->rests), log_rest_cmp);
}

/* ---- reading */

enum member_of_trailer { OF_DEVICE, OF_AUTHOR, OF_TO, OF_AT, OF_STEPS, OF_BLOBS, OF_HOLDS, OF_LACKS, MEMBER_COUNT };

static const char *const names[MEMBER_COUNT] = {
	[OF_DEVICE] = "device", [OF_AUTHOR] = "author", [OF_TO] = "to",	      [OF_AT] = "at",
	[OF_STEPS] = "steps",	[OF_BLOBS] = "blobs",	[OF_HOLDS] = "holds", [OF_LACKS] = "lacks",
};

static enum status
bad(struct err *err, enum member_of_trailer member, const char *why)
{
	return err_set(err, STATUS_INVALID, _("the trailer's member \"%s\" is wrong: %s"), names[member], why);
}

static bool
read_id(const struct value *value, struct id *out)
{
	return value && value->type == VALUE_TEXT && id_from_hex(value->text, out);
}

static bool
read_number(const struct value *object, const char *name, int64_t least, int64_t most, int64_t *out)
{
	const struct value *value = value_get(object, name);

	if (!value || value->type != VALUE_INTEGER || value->integer < least || value->integer > most)
		return false;
	*out = value->integer;
	return true;
}

/* {count, hash}, or the two among other members. */
static bool
read_sum(const struct value *object, struct id_sum *out)
{
	return read_number(object, "count", 0, JSON_INTEGER_MAX, &out->count) && read_id(value_get(object, "hash"), &out->hash);
}

static bool
read_run(const struct value *item, struct log_run *out)
{
	return item->object.count == 7 && log_read(item, &out->log) && read_number(item, "from", 1, STEP_NUMBER_MAX, &out->from) &&
	       read_number(item, "seq", out->from, STEP_NUMBER_MAX, &out->seq) && read_id(value_get(item, "end"), &out->end);
}

static bool
read_rest(const struct value *item, struct log_rest *out)
{
	const char *area = value_get_text(item, "area");

	*out = (struct log_rest){ 0 };
	if (item->object.count != 4 || !area || division_level(area) == DIVISION_LEVEL_COUNT)
		return false;
	memcpy(out->area, area, strlen(area) + 1);
	return read_id(value_get(item, "author"), &out->author) && read_sum(item, &out->steps) && out->steps.count > 0;
}

static int
by_owner(const void *a, const void *b)
{
	const struct log_run *left = *(const struct log_run *const *)a, *right = *(const struct log_run *const *)b;

	return log_owner_cmp(&left->log, &right->log);
}

/* Has one author in one area more runs than may have a line? */
static bool
has_too_many(const struct trailer *trailer)
{
	const struct log_run **runs = mem_array(trailer->run_count, sizeof(*runs));
	size_t same = 0;
	bool many = false;

	for (size_t i = 0; i < trailer->run_count; i++)
		runs[i] = &trailer->runs[i];
	if (trailer->run_count)
		qsort(runs, trailer->run_count, sizeof(*runs), by_owner);
	for (size_t i = 0; i < trailer->run_count && !many; i++) {
		same = i && log_owner_cmp(&runs[i]->log, &runs[i - 1]->log) == 0 ? same + 1 : 1;
		many = same > LOG_RUNS_MAX;
	}
	free(runs);
	return many;
}

static enum status
read_holds(const struct value *holds, struct trailer *out, struct err *err)
{
	if (holds->type != VALUE_LIST)
		return bad(err, OF_HOLDS, _("it must be a list"));
	for (size_t i = 0; i < holds->list.count; i++) {
		const struct value *item = &holds->list.items[i];
		struct log_rest rest;
		struct log_run run;

		if (item->type == VALUE_OBJECT && read_run(item, &run))
			trailer_add_run(out, &run);
		else if (item->type == VALUE_OBJECT && read_rest(item, &rest))
			trailer_add_rest(out, &rest);
		else
			return bad(err, OF_HOLDS, _("each must be a run of a log, or a count and hash of steps"));
	}
	sort(out);
	return has_too_many(out) ? bad(err, OF_HOLDS, _("of one author in one area it names more runs than it may")) : STATUS_OK;
}

static enum status
read_lacks(const struct value *lacks, struct trailer *out, struct err *err)
{
	if (lacks->type != VALUE_LIST)
		return bad(err, OF_LACKS, _("it must be a list"));
	if (lacks->list.count > TRAILER_LACKS_MAX)
		return bad(err, OF_LACKS, _("it names more than it may"));
	out->lacks = mem_array(lacks->list.count, sizeof(*out->lacks));
	for (size_t i = 0; i < lacks->list.count; i++) {
		if (!read_id(&lacks->list.items[i], &out->lacks[i]))
			return bad(err, OF_LACKS, _("each must be 64 lower-case hex digits"));
		if (i > 0 && id_cmp(&out->lacks[i - 1], &out->lacks[i]) >= 0)
			return bad(err, OF_LACKS, _("they must ascend and differ"));
		out->lack_count = i + 1;
	}
	return STATUS_OK;
}

static enum status
read_head(const struct value *const *of, struct trailer *out, struct err *err)
{
	if (of[OF_DEVICE]->type != VALUE_TEXT || !device_from_hex(of[OF_DEVICE]->text, &out->device))
		return bad(err, OF_DEVICE, _("it must be 32 lower-case hex digits"));
	if (!read_id(of[OF_AUTHOR], &out->author))
		return bad(err, OF_AUTHOR, _("it must be 64 lower-case hex digits"));
	out->has_to = of[OF_TO]->type != VALUE_NONE;
	if (out->has_to && !read_id(of[OF_TO], &out->to))
		return bad(err, OF_TO, _("it must be 64 lower-case hex digits or null"));
	if (of[OF_AT]->type != VALUE_INTEGER || of[OF_AT]->integer < STEP_AT_MIN || of[OF_AT]->integer > STEP_AT_MAX)
		return bad(err, OF_AT, _("it must be a whole number in its range"));
	out->at_unix = of[OF_AT]->integer;
	if (of[OF_STEPS]->type != VALUE_OBJECT || of[OF_STEPS]->object.count != 2 || !read_sum(of[OF_STEPS], &out->steps))
		return bad(err, OF_STEPS, _("it must hold count and hash"));
	if (of[OF_BLOBS]->type != VALUE_OBJECT || of[OF_BLOBS]->object.count != 2 || !read_sum(of[OF_BLOBS], &out->blobs))
		return bad(err, OF_BLOBS, _("it must hold count and hash"));
	return STATUS_OK;
}

static enum status
read_members(const struct value *body, struct trailer *out, struct err *err)
{
	const struct value *of[MEMBER_COUNT];
	size_t next = 0;
	enum status status;

	for (size_t i = 0; i < MEMBER_COUNT; i++) {
		of[i] = value_get_next(body, names[i], &next);
		if (!of[i])
			return bad(err, (enum member_of_trailer)i, _("it is missing"));
	}
	if (body->object.count != MEMBER_COUNT)
		return err_set(err, STATUS_INVALID, _("the trailer has a member that the format does not know"));
	status = read_head(of, out, err);
	if (!status)
		status = read_holds(of[OF_HOLDS], out, err);
	return status ? status : read_lacks(of[OF_LACKS], out, err);
}

enum status
trailer_parse(const char *body, size_t len, struct trailer *out, struct err *err)
{
	struct arena arena = { 0 };
	struct value tree = { 0 };
	enum status status = STATUS_OK;

	*out = (struct trailer){ 0 };
	if (len > TRAILER_BODY_MAX_BYTES)
		return err_set(err, STATUS_INVALID, _("the trailer is longer than a trailer may be"));
	if (len < 2 || body[0] != '{' || body[len - 1] != '}')
		return err_set(err, STATUS_INVALID, _("a trailer must be one JSON object, with nothing before or behind it"));
	status = json_parse_step(body, len, STEP_DEPTH_MAX, &arena, &tree, err);
	if (!status)
		status = read_members(&tree, out, err);
	arena_release(&arena);
	return status;
}

void
trailer_release(struct trailer *trailer)
{
	free(trailer->runs);
	free(trailer->rests);
	free(trailer->lacks);
	*trailer = (struct trailer){ 0 };
}

/* ---- writing */

struct log_run *
trailer_add_run(struct trailer *trailer, const struct log_run *run)
{
	MEM_GROW(trailer->runs, trailer->run_count, trailer->run_cap);
	trailer->runs[trailer->run_count] = *run;
	return &trailer->runs[trailer->run_count++];
}

void
trailer_add_rest(struct trailer *trailer, const struct log_rest *rest)
{
	MEM_GROW(trailer->rests, trailer->rest_count, trailer->rest_cap);
	trailer->rests[trailer->rest_count++] = *rest;
}

static void
set_sum(struct value *object, const struct id_sum *sum)
{
	value_set_integer(object, "count", sum->count);
	step_data_set_id(object, "hash", &sum->hash);
}

static struct value
sum_value(const struct id_sum *sum)
{
	struct value object = value_object();

	set_sum(&object, sum);
	return object;
}

static struct value
holds_value(const struct trailer *trailer)
{
	struct value holds = value_list();

	for (size_t i = 0; i < trailer->run_count; i++) {
		const struct log_run *run = &trailer->runs[i];
		struct value item = value_object();

		log_write(&run->log, &item);
		value_set_integer(&item, "from", run->from);
		value_set_integer(&item, "seq", run->seq);
		step_data_set_id(&item, "end", &run->end);
		value_append_take(&holds, item);
	}
	for (size_t i = 0; i < trailer->rest_count; i++) {
		struct value item = value_object();

		step_data_set_id(&item, "author", &trailer->rests[i].author);
		value_set_text(&item, "area", trailer->rests[i].area);
		set_sum(&item, &trailer->rests[i].steps);
		value_append_take(&holds, item);
	}
	return holds;
}

static struct value
ids_value(const struct id *ids, size_t count)
{
	struct value list = value_list();
	char hex[ID_HEX_LEN + 1];

	for (size_t i = 0; i < count; i++)
		value_append_take(&list, value_text(id_hex(&ids[i], hex)));
	return list;
}

static void
write_body(const struct trailer *trailer, struct buf *body)
{
	char device[DEVICE_HEX_LEN + 1], hex[ID_HEX_LEN + 1];
	struct value holds = holds_value(trailer), lacks = ids_value(trailer->lacks, trailer->lack_count);
	struct value steps = sum_value(&trailer->steps), blobs = sum_value(&trailer->blobs);

	buf_clear(body);
	buf_printf(body, "{\"device\":\"%s\",\"author\":\"%s\"", device_hex(&trailer->device, device), id_hex(&trailer->author, hex));
	if (trailer->has_to)
		buf_printf(body, ",\"to\":\"%s\"", id_hex(&trailer->to, hex));
	else
		buf_text_add(body, ",\"to\":null");
	buf_printf(body, ",\"at\":%lld,\"steps\":", (long long)trailer->at_unix);
	json_write(&steps, body);
	buf_text_add(body, ",\"blobs\":");
	json_write(&blobs, body);
	buf_text_add(body, ",\"holds\":");
	json_write(&holds, body);
	buf_text_add(body, ",\"lacks\":");
	json_write(&lacks, body);
	buf_char(body, '}');
	value_release(&holds);
	value_release(&lacks);
	value_release(&steps);
	value_release(&blobs);
}

enum status
trailer_sign(struct trailer *trailer, const struct keys *keys, struct buf *body, struct signature *sig, struct err *err)
{
	struct trailer check;
	enum status status;

	sort(trailer);
	write_body(trailer, body);
	status = trailer_parse(buf_text(body), body->len, &check, err);
	trailer_release(&check);
	return status ? status : seal_sign_as(TYPE_TRAILER, keys, body->data, body->len, sig, err);
}

struct trailer_key
trailer_key_of(const struct credential *credential)
{
	return (struct trailer_key){ credential->sign_key, credential->has_device, credential->device };
}

bool
trailer_is_by(const struct trailer *trailer, const struct trailer_key *author, const struct signature *sig, const char *body, size_t len)
{
	return (!author->has_device || device_equal(&author->device, &trailer->device)) &&
	       seal_verify_as(TYPE_TRAILER, &author->key, sig, body, len);
}
