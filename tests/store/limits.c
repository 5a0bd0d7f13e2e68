#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <sqlite3.h>

#include "../support/little_file.h"
#include "base/place.h"
#include "store/divisions/area.h"
#include "store/houses/building.h"
#include "store/dossier/dossier.h"
#include "store/proof/verify.h"
#include "step/json.h"

/* Signed steps that hold what no program should have let stand, or lack what must be filled: they count, and each house says so (doc/file-format, B4). */

#define VILLAGE "451224204201"

static struct little_file little;
static struct id officer, inspector, pack, root, checked;
static struct value packed; /* its files */
static int version;

static const char registration[] =
	"form: registration\nlabel: {zh: 登记, en: Registration}\nby: [inspector]\nafter: [listing]\nfields:\n"
	"  - {name: floors, type: integer, range: [1, 15], label: {zh: 层数, en: Storeys}}\n"
	"  - {name: note_of, type: text, max_chars: 3, label: {zh: 备注, en: Note}}\n"
	"  - {name: uses, type: select_multiple use, label: {zh: 用途, en: Uses}}\n"
	"  - {name: kind_of, type: text, required: true, relevant: \"floors = 7\", label: {zh: 种类, en: Kind}}\n"
	"  - {name: picture_of, type: photo, required: true, relevant: \"floors = 8\", label: {zh: 照片, en: Photo}}\n"
	"  - {name: least_of, type: integer, constraint: \"least_of <= photo_floors\", label: {zh: 至少, en: Least}}\n"
	"  - {name: seen_on, type: date, constraint: \"seen_on <= today() AND seen_on >= '2022-05-01'\", label: {zh: 日期, en: Day}}\n"
	"  - name: parts\n    type: repeat\n    label: {zh: 部分, en: Parts}\n    fields:\n"
	"      - {name: part_of, type: text, required: true, label: {zh: 部分, en: Part}}\n"
	"      - {name: part_no, type: integer, constraint: \"part_no > 0\", constraint_message: {zh: 大于零, en: counts from 1}, "
	"label: {zh: 号, en: Number}}\n"
	"      - {name: part_photo, type: photo, label: {zh: 照片, en: Photo}}\n"
	"      - {name: part_for, type: select_one use, choices: \"name <> 'none' OR part_no > 1\", label: {zh: 用途, en: For}}\n";
static const char photo_check[] =
	"form: photo_check\nlabel: {zh: 看照片, en: Photo check}\nby: [inspector]\nafter: [registration]\nfields:\n"
	"  - {name: photo_floors, type: integer, label: {zh: 层数, en: Storeys}}\n";
static const char visit[] = "form: visit\nlabel: {zh: 走访, en: Visit}\nby: [inspector]\nrepeat: true\nfields:\n"
			    "  - {name: met, type: boolean, required: true, label: {zh: 见到, en: Met}}\n"
			    "  - {name: met_of, type: text, relevant: \"met\", label: {zh: 谁, en: Whom}}\n";
static const char visits[] = "  - chain: visits\n    label: {zh: 走访, en: Visits}\n    each: visit\n"
			     "    levels: [{level: seen, label: {zh: 阅, en: Seen}, by: [village_secretary]}]\n"
			     "facts:\n  - {fact: not_met, label: {zh: 未见, en: Not met}, type: boolean,\n"
			     "     calculation: \"EXISTS (SELECT 1 FROM visit WHERE met = 0)\", signed: [visit]}\n";
static const char lists[] = "- list: use\n  choices:\n    - {name: shop, label: {zh: 店, en: Shop}}\n"
			    "    - {name: none, exclusive: true, label: {zh: 无, en: None}}\n";

static struct id
put_form(const char *form, struct value data, const struct id *parent)
{
	struct step step = little_step(form, VILLAGE);

	value_release(&step.data);
	step.data = data;
	step.has_pack = true;
	step.pack = pack;
	step.has_building = strcmp(form, "listing") != 0;
	step.building = root;
	if (parent) {
		step.parents = mem_array(1, sizeof(*step.parents));
		step.parents[step.parent_count++] = *parent;
	}
	return little_put(&little, 1, &inspector, &step);
}

static int
make(void **state)
{
	struct pack *forms = little_pack(), *read = NULL;
	struct err err = { 0 };
	struct value data = value_object();
	char *all;
	const char *apart, *names = strstr(value_get_text(&forms->files, "pack.yaml"), ", classification]\nroles:");

	(void)state;
	assert_non_null(names);
	all = mem_printf("%.*s, visit%s", (int)(names - value_get_text(&forms->files, "pack.yaml")),
			 value_get_text(&forms->files, "pack.yaml"), names);
	value_set_text(&forms->files, "pack.yaml", all);
	free(all);
	names = value_get_text(&forms->files, "pack.yaml");
	apart = strstr(names, "distinct_from: [registration, classification], ");
	assert_non_null(apart);
	all = mem_printf("%.*s%s", (int)(apart - names), names, strchr(apart, ']') + 3);
	value_set_text(&forms->files, "pack.yaml", all);
	free(all);
	all = mem_printf("%s%s", value_get_text(&forms->files, "pack.yaml"), visits);
	value_set_text(&forms->files, "pack.yaml", all);
	free(all);
	value_set_text(&forms->files, "visit.yaml", visit);
	all = mem_printf("%s  - {name: house_no, type: text, label: {zh: 编号}}\n", value_get_text(&forms->files, "listing.yaml"));
	value_set_text(&forms->files, "listing.yaml", all);
	free(all);
	value_set_text(&forms->files, "registration.yaml", registration);
	value_set_text(&forms->files, "photo_check.yaml", photo_check);
	all = mem_printf("%s%s", value_get_text(&forms->files, "lists.yaml"), lists);
	value_set_text(&forms->files, "lists.yaml", all);
	if (pack_parse(&forms->files, &read, NULL, &err))
		fail_msg("%s", err.text);
	pack_free(read);
	little_open(&little, "limits");
	officer = little_person(&little, NULL, "000000000000000000000000000000aa", "county_officer", "451224", "inspector");
	little_found(&little, &officer, forms, &pack);
	inspector = little_person(&little, &officer, "000000000000000000000000000000bb", "inspector", "451224", NULL);
	packed = value_copy(&forms->files);
	version = 1;
	value_set_text(&data, "village", VILLAGE);
	root = put_form("listing", data, NULL);
	data = value_object();
	value_set_text(&data, "conclusion", "3");
	put_form("classification", data, NULL);
	checked = put_form("photo_check", value_object(), NULL);
	pack_free(forms);
	free(all);
	return 0;
}

static int
drop(void **state)
{
	(void)state;
	little_close(&little);
	value_release(&packed);
	return 0;
}

static struct value
registration_of(int64_t floors, const char *note)
{
	struct value data = value_object();

	value_set_integer(&data, "floors", floors);
	if (note)
		value_set_text(&data, "note_of", note);
	return data;
}

static void
commit(void)
{
	struct err err = { 0 };

	if (store_commit(little.store, &err))
		fail_msg("%s", err.text);
}

static void
begin(void)
{
	struct err err = { 0 };

	assert_int_equal(store_begin(little.store, &err), STATUS_OK);
}

static bool
count_limits(const struct finding_row *row, void *ctx)
{
	assert_string_equal(row->rule, RULE_LIMITS);
	assert_int_equal(row->level, RULE_ERROR);
	assert_true(row->judged);
	assert_true(id_equal(&row->building, &root));
	++*(size_t *)ctx;
	return true;
}

/* The house says these sentences of its forms' limits, a line each, all its steps count, and the first task is this one. */
static void
house_says(const char *sentences, enum flow_task task)
{
	struct dossier *dossier = NULL;
	struct err err = { 0 };
	struct buf said = { 0 };
	size_t rows = 0;

	commit();
	if (dossier_load(little.store, &root, NULL, &dossier, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < dossier->finding_count; i++)
		buf_printf(&said, "%s\n", dossier_finding_text(&dossier->findings[i], "en"));
	assert_string_equal(buf_text(&said), sentences);
	for (size_t i = 0; i < dossier->step_count; i++)
		assert_true(dossier->slots.step_reasons[i] == FLOW_COUNTS || dossier->slots.step_reasons[i] == FLOW_SUPERSEDED);
	assert_int_equal(dossier->state.todos[0].task, task);
	dossier_free(dossier);
	assert_int_equal(store_each_finding(little.store, "", NULL, count_limits, &rows, &err), STATUS_OK);
	assert_int_equal(rows, *sentences != 0);
	assert_int_equal(store_begin(little.store, &err), STATUS_OK);
	buf_release(&said);
}

static void
value_beyond_its_limits__is_found__and_counts(void **state)
{
	struct value data = registration_of(99, "四个字了");
	struct value uses = value_list();
	struct id first;

	(void)state;
	value_append_take(&uses, value_text("shop"));
	value_append_take(&uses, value_text("none"));
	value_set_take(&data, "uses", uses);
	first = put_form("registration", data, NULL);
	house_says("Storeys: must lie between 1 and 15\nNote: is longer than 3 characters\n"
		   "Uses: holds a choice that stands alone, together with others\n",
		   TASK_FINDINGS);
	put_form("registration", registration_of(15, "三个字"), &first);
	house_says("", TASK_SIGN);
}

/* What is left out, stands where it may not, breaks a constraint or came before its turn. Of the day a constraint says nothing: the answer would be another one
 * tomorrow. */
static void
form_that_a_screen_would_refuse__is_found__and_counts(void **state)
{
	static const struct {
		const char *data, *sentences;
	} cases[] = {
		{ "{\"floors\":2,\"least_of\":3}", "" }, /* nothing to compare with */
		{ "{\"floors\":7}", "Kind: must be filled\n" },
		{ "{\"floors\":7,\"kind_of\":\"x\"}", "" },
		{ "{\"floors\":2,\"kind_of\":\"x\"}", "Kind: does not apply here and must stay empty\n" },
		{ "{\"kind_of\":\"x\"}", "Kind: does not apply here and must stay empty\n" },
		{ "{\"floors\":8}", "Photo: must be filled\n" },
		{ "{\"floors\":2,\"seen_on\":\"2022-04-30\"}", "Day: is not a value that may stand here\n" },
		{ "{\"floors\":2,\"seen_on\":\"2022-05-01\"}", "" },
		{ "{\"floors\":2,\"seen_on\":\"2999-01-01\"}", "" },
		{ "{\"floors\":2,\"parts\":[{\"part_of\":\"a\",\"part_no\":1},{\"part_no\":2}]}", "Part: must be filled\n" },
		{ "{\"floors\":2,\"parts\":[{\"part_of\":\"a\",\"part_no\":0}]}", "Number: counts from 1\n" },
		{ "{\"floors\":16,\"kind_of\":\"x\"}",
		  "Storeys: must lie between 1 and 15\nKind: does not apply here and must stay empty\n" },
	};
	struct err err = { 0 };
	struct id last;

	(void)state;
	house_says("Photo check: \"Registration\", which comes before, is not filled\n"
		   "Classification: \"Registration\", which comes before, is not filled\n",
		   TASK_FORM);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct value data;

		assert_int_equal(json_parse(cases[i].data, strlen(cases[i].data), 8, &data, &err), STATUS_OK);
		last = put_form("registration", data, i ? &last : NULL);
		house_says(cases[i].sentences, *cases[i].sentences ? TASK_FINDINGS : TASK_SIGN);
	}
}

/* What the form reads of another one is taken as it stands now. */
static void
form_that_another_one_made_wrong__is_found(void **state)
{
	struct value data = registration_of(2, NULL), photo = value_object();
	struct id first;

	(void)state;
	value_set_integer(&data, "least_of", 3);
	put_form("registration", data, NULL);
	house_says("", TASK_SIGN);
	value_set_integer(&photo, "photo_floors", 2);
	first = put_form("photo_check", photo, &checked);
	house_says("Least: is not a value that may stand here\n", TASK_FINDINGS);
	photo = value_object();
	value_set_integer(&photo, "photo_floors", 3);
	put_form("photo_check", photo, &first);
	house_says("", TASK_SIGN);
}

/* A form that stands many times tells of its day: the other forms may say something else by now, and it was right. */
static void
form_that_repeats__is_not_held__to_what_stands_now(void **state)
{
	struct value data = value_object();

	(void)state;
	put_form("registration", registration_of(2, NULL), NULL);
	value_set_take(&data, "met", value_boolean(false));
	value_set_text(&data, "met_of", "Wu");
	put_form("visit", value_object(), NULL);
	put_form("visit", data, NULL);
	house_says("", TASK_SIGN);
}

/* ---- a question that a later pack adds */

/* Publishes a second version of the pack, whose registration is `form`. */
static void
publish(struct value files, const char *form)
{
	struct step published = little_step("pack", "");
	const char *text = value_get_text(&files, "pack.yaml"), *at = strstr(text, "\nversion: ");
	char *next = mem_printf("%.*s\nversion: %d%s%s", (int)(at - text), text, version + 1,
				version == 1 ? "\ndeadlines:\n  - {deadline: soon, label: {zh: 近日}, date: 2022-11-30}\n"
					       "  - {deadline: last, label: {zh: 最后}, date: 2022-12-31}"
					     : "",
				strchr(at + 1, '\n'));

	value_set_text(&files, "pack.yaml", next);
	free(next);
	value_set_text(&files, "registration.yaml", form);
	value_set_text(&published.data, "name", "history");
	value_set_integer(&published.data, "version", ++version);
	value_set_take(&published.data, "files", value_copy(&files));
	pack = little_put(&little, 0, &officer, &published);
	value_release(&packed);
	packed = files;
	commit();
	begin();
}

/* `registration` with more fields in place of its kind. */
static char *
registration_with(const char *kind)
{
	const char *from = strstr(registration, "  - {name: kind_of"), *to = strstr(registration, "  - {name: picture_of");

	return mem_printf("%.*s%s%s", (int)(from - registration), registration, kind, to);
}

#define KIND "  - {name: kind_of, type: text, required: true, relevant: \"floors = 7\", label: {zh: 种类, en: Kind}}\n"
#define ADDED                                                                                                                              \
	"  - {name: wall_of, type: text, required: true, due: soon, relevant: \"floors > 2\", label: {zh: 墙, en: Wall}}\n"               \
	"  - {name: roof_of, type: text, required: true, private: true, label: {zh: 顶, en: Roof}}\n"                                     \
	"  - {name: twice_of, type: integer, required: true, calculation: \"floors * 2\", label: {zh: 倍, en: Twice}}\n"                  \
	"  - {name: more_of, type: text, label: {zh: 多, en: More}}\n"

static bool
add_due_item(const struct building_row *row, const struct due_item *item, void *ctx)
{
	(void)row;
	if (item->field)
		buf_printf(ctx, "%s %s %s\n", item->form, item->field, item->day);
	return true;
}

/* These questions are owed, a line each, by which day; so many levels stand signed; and what the house waits for first. */
static void
house_owes(const char *questions, size_t levels, enum flow_task task)
{
	struct dossier *dossier = NULL;
	struct buf owed = { 0 };
	struct err err = { 0 };

	commit();
	assert_int_equal(store_each_due(little.store, "", add_due_item, &owed, &err), STATUS_OK);
	assert_string_equal(buf_text(&owed), questions);
	if (dossier_load(little.store, &root, NULL, &dossier, &err))
		fail_msg("%s", err.text);
	assert_int_equal(dossier->state.progresses[0].levels_signed, levels);
	assert_int_equal(dossier->state.todos[0].task, task);
	for (size_t i = 0; i < dossier->step_count; i++)
		assert_true(dossier->slots.step_reasons[i] == FLOW_COUNTS || dossier->slots.step_reasons[i] == FLOW_SUPERSEDED ||
			    (!levels && dossier->slots.step_reasons[i] == FLOW_STALE));
	dossier_free(dossier);
	begin();
	buf_release(&owed);
}

/* The team's signature over the heads there are; one key signs all of this file. */
static void
sign_team(void)
{
	struct dossier *dossier = NULL;
	struct step step = little_step("signoff", VILLAGE);
	struct value items = value_list(), item = value_object(), ids = value_list();
	const struct flow_progress *progress;
	struct id *heads;
	struct err err = { 0 };
	size_t count;
	char hex[ID_HEX_LEN + 1];

	commit();
	if (dossier_load(little.store, &root, NULL, &dossier, &err))
		fail_msg("%s", err.text);
	progress = &dossier->state.progresses[0];
	heads = flow_cover_heads(&dossier->state, progress->cover, &count);
	for (size_t i = 0; i < count; i++)
		value_append_take(&ids, value_text(id_hex(&heads[i], hex)));
	free(heads);
	value_set_text(&item, "building", id_hex(&root, hex));
	value_set_take(&item, "covers", ids);
	value_set_text(&item, "shown", "3");
	value_append_take(&items, item);
	value_set_text(&step.data, "chain", "survey");
	value_set_text(&step.data, "level", "team");
	value_set_text(&step.data, "decision", "approve");
	value_set_take(&step.data, "summary", flow_signoff_summary(&items));
	value_set_take(&step.data, "items", items);
	step.has_pack = true;
	step.pack = pack;
	begin();
	little_put(&little, 1, &inspector, &step);
	dossier_free(dossier);
}

/* Three questions that must be answered are added: one where it applies, one sealed, one that answers itself; and one that may stay empty. The house owes the first two,
 * each by its day, and its signature stands. An answer under the new pack ends it; the signature was over what stood before. */
static void
question_that_was_added__is_owed__and_fells_nothing(void **state)
{
	char *added = registration_with(KIND ADDED), *later = registration_with(ADDED);
	struct value files = value_copy(&packed), data = registration_of(3, NULL);
	struct id first, old = pack;

	(void)state;
	first = put_form("registration", data, NULL);
	sign_team();
	house_owes("", 1, TASK_SIGN);
	publish(files, added);
	house_owes("registration wall_of 2022-11-30\nregistration roof_of 2022-12-31\n", 1, TASK_SIGN);
	/* Who was away goes on under the pack that he has: what he fills lacks it, too. */
	pack = old;
	first = put_form("registration", registration_of(2, NULL), &first);
	house_owes("registration roof_of 2022-12-31\n", 0, TASK_ADDED);
	/* A question is taken away, another one becomes optional: nothing is asked, nothing is wrong. */
	publish(value_copy(&packed), later);
	house_owes("registration roof_of 2022-12-31\n", 0, TASK_ADDED);
	data = registration_of(2, NULL);
	value_set_integer(&data, "twice_of", 4);
	put_form("registration", data, &first); /* under the pack in force what is lacking is wrong, and not added */
	house_owes("", 0, TASK_FINDINGS);
	free(added);
	free(later);
}

/* What a screen would have refused under the pack of the step as well is found still, when another pack is in force; what only this one refuses is not. */
static void
form_of_an_older_pack__is_found__where_its_own_would_refuse_it_too(void **state)
{
	char *looser = registration_with(
		"  - {name: kind_of, type: text, required: true, relevant: \"floors = 2\", label: {zh: 种类, en: Kind}}\n"
		"  - {name: uses_of, type: text, constraint: \"floors > 90\", label: {zh: 用, en: Use}}\n");
	struct value data;

	(void)state;
	data = registration_of(2, NULL);
	value_set_text(&data, "seen_on", "2022-04-30");
	put_form("registration", data, NULL);
	house_says("Day: is not a value that may stand here\n", TASK_FINDINGS);
	publish(value_copy(&packed), looser);
	house_says("Day: is not a value that may stand here\n", TASK_ADDED); /* the kind is asked where it was not */
	free(looser);
}

static void
verify_said_nothing(enum verify_weight weight, const char *text, void *ctx)
{
	(void)ctx;
	fail_msg("%d: %s", weight, text);
}

static void
file_with_a_value_beyond_its_limits__is_proved(void **state)
{
	struct verify_counts counts = { 0 };
	struct value data;
	struct err err = { 0 };

	(void)state;
	data = registration_of(99, NULL);
	value_set_text(&data, "kind_of", "x");
	put_form("registration", data, NULL);
	commit();
	assert_int_equal(store_verify(little.path, &counts, verify_said_nothing, NULL, &err), STATUS_OK);
}

/* ---- a house by its number */

static struct id
list_house(const char *number)
{
	struct value data = value_object();

	value_set_text(&data, "village", VILLAGE);
	value_set_text(&data, "house_no", number);
	return put_form("listing", data, NULL);
}

/* What the roster gave two houses is whole: no more of it is asked for. And whoever lists a house chooses its number, or the first signs of its id, and takes
 * no other house's name by that. */
static void
number__of_several_houses__is_told_with_what_tells_them_apart(void **state)
{
	struct id a = list_house("20220017"), b = list_house("20220017"), lone = list_house("K-7"), found;
	char hex[ID_HEX_LEN + 1], shortened[2][9], *sentence;
	const struct id *first = id_cmp(&a, &b) < 0 ? &a : &b, *second = first == &a ? &b : &a;
	struct err err = { 0 };

	(void)state;
	list_house(id_short(&lone, shortened[0]));
	commit();
	assert_int_equal(store_find_building(little.store, "20220017", &found, &err), STATUS_CONFLICT);
	sentence = mem_printf("\"20220017\" fits several houses: %s (%s), %s (%s); name the one by these 8 signs",
			      id_short(first, shortened[0]), pack_division(store_pack(little.store), VILLAGE)->name,
			      id_short(second, shortened[1]), pack_division(store_pack(little.store), VILLAGE)->name);
	assert_string_equal(err.text, sentence);
	free(sentence);
	assert_int_equal(store_find_building(little.store, shortened[1], &found, &err), STATUS_OK);
	assert_true(id_equal(&found, second));
	assert_int_equal(store_find_building(little.store, "K-7", &found, &err), STATUS_OK);
	assert_true(id_equal(&found, &lone));
	assert_int_equal(store_find_building(little.store, id_short(&lone, shortened[0]), &found, &err), STATUS_CONFLICT);
	assert_non_null(strstr(err.text, "fits several houses"));
	assert_int_equal(store_find_building(little.store, id_hex(&lone, hex), &found, &err), STATUS_OK);
	assert_true(id_equal(&found, &lone));
	assert_int_equal(store_find_building(little.store, "K-8", &found, &err), STATUS_NOT_FOUND);
	begin();
}

/* ---- what many rows cost */

static size_t work; /* SQLite's instructions, places read and members looked for */

int __real_sqlite3_reset(sqlite3_stmt *stmt);
int __wrap_sqlite3_reset(sqlite3_stmt *stmt);
bool __real_field_place_read(const char *text, struct field_place *out);
bool __wrap_field_place_read(const char *text, struct field_place *out);
const struct value *__real_value_get(const struct value *object, const char *name);
const struct value *__wrap_value_get(const struct value *object, const char *name);

int
__wrap_sqlite3_reset(sqlite3_stmt *stmt)
{
	work += (size_t)sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_VM_STEP, 1);
	return __real_sqlite3_reset(stmt);
}

bool
__wrap_field_place_read(const char *text, struct field_place *out)
{
	work++;
	return __real_field_place_read(text, out);
}

const struct value *
__wrap_value_get(const struct value *object, const char *name)
{
	work++;
	return __real_value_get(object, name);
}

/* A registration with this many rows, half of which are wrong, and a photo of every fourth. */
static void
put_rows(size_t count)
{
	struct step step = little_step("registration", VILLAGE);
	struct value rows = value_list();
	char path[64];

	step.photos = mem_array(count, sizeof(*step.photos));
	for (size_t i = 0; i < count; i++) {
		struct value row = value_object();

		value_set_text(&row, "part_of", "a");
		value_set_integer(&row, "part_no", i % 2);
		value_set_text(&row, "part_for", "shop");
		value_append_take(&rows, row);
		if (i % 4)
			continue;
		snprintf(path, sizeof(path), "parts/%zu/part_photo", i + 1);
		step.photos[step.photo_count] = (struct step_photo){ .field = mem_strdup(path),
								     .mime = mem_strdup("image/jpeg"),
								     .size = 1 };
		memcpy(step.photos[step.photo_count++].id.b, &i, sizeof(i));
	}
	value_set_integer(&step.data, "floors", 2);
	value_set_take(&step.data, "parts", rows);
	step.has_pack = step.has_building = true;
	step.pack = pack;
	step.building = root;
	little_put(&little, 1, &inspector, &step);
}

static size_t
work_of_rows(size_t count)
{
	struct dossier *dossier = NULL;
	struct err err = { 0 };

	put_rows(count);
	work = 0;
	commit();
	if (dossier_load(little.store, &root, NULL, &dossier, &err))
		fail_msg("%s", err.text);
	assert_int_equal(dossier->finding_count, count / 2);
	dossier_free(dossier);
	return work;
}

static void
rows__cost__in_proportion(void **state)
{
	const char *many = getenv("LOUCE_ROWS");
	size_t rows = many ? (size_t)atoi(many) : 400, once, twice;

	once = work_of_rows(rows);
	drop(state);
	make(state);
	twice = work_of_rows(2 * rows);
	print_message("# %zu rows: %zu, twice as many: %.3f times that\n", rows, once, (double)twice / (double)once);
	assert_true((double)twice <= 2.2 * (double)once);
}

/* Visits that nobody signed; *held: does the fact stand for what they may say? */
static size_t
work_of_visits(size_t count, bool *held)
{
	struct dossier *dossier = NULL;
	const struct value *floor;
	struct err err = { 0 };

	for (size_t i = 0; i < count; i++) {
		struct value data = value_object();

		value_set_take(&data, "met", value_boolean(true));
		put_form("visit", data, NULL);
	}
	work = 0;
	commit();
	if (dossier_load(little.store, &root, NULL, &dossier, &err))
		fail_msg("%s", err.text);
	floor = dossier->fact_floors.type == VALUE_OBJECT ? value_get(&dossier->fact_floors, "not_met") : NULL;
	*held = floor && floor->boolean;
	dossier_free(dossier);
	begin();
	return work;
}

/* A fact that falls with signatures is asked about each of some versions that wait for them; of very many it is taken for the strictest. */
static void
versions_that_wait__cost__in_proportion(void **state)
{
	size_t once, twice;
	bool held;

	(void)work_of_visits(3, &held);
	assert_false(held);
	drop(state);
	make(state);
	once = work_of_visits(110, &held);
	assert_true(held);
	drop(state);
	make(state);
	twice = work_of_visits(220, &held);
	assert_true(held);
	print_message("# 110 visits: %zu, twice as many: %.3f times that\n", once, (double)twice / (double)once);
	assert_true((double)twice <= 2.2 * (double)once);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(rows__cost__in_proportion, make, drop),
		cmocka_unit_test_setup_teardown(versions_that_wait__cost__in_proportion, make, drop),
		cmocka_unit_test_setup_teardown(number__of_several_houses__is_told_with_what_tells_them_apart, make, drop),
		cmocka_unit_test_setup_teardown(value_beyond_its_limits__is_found__and_counts, make, drop),
		cmocka_unit_test_setup_teardown(form_that_a_screen_would_refuse__is_found__and_counts, make, drop),
		cmocka_unit_test_setup_teardown(form_that_another_one_made_wrong__is_found, make, drop),
		cmocka_unit_test_setup_teardown(form_that_repeats__is_not_held__to_what_stands_now, make, drop),
		cmocka_unit_test_setup_teardown(question_that_was_added__is_owed__and_fells_nothing, make, drop),
		cmocka_unit_test_setup_teardown(form_of_an_older_pack__is_found__where_its_own_would_refuse_it_too, make, drop),
		cmocka_unit_test_setup_teardown(file_with_a_value_beyond_its_limits__is_proved, make, drop),
	};

	setenv("LANGUAGE", "C", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
