#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../support/little_file.h"
#include "store/area.h"
#include "store/dossier.h"
#include "store/verify.h"

/* Signed steps beyond the limits of their fields: they count, and each house says so (doc/file-format, B4). */

#define VILLAGE "451224204201"

static struct little_file little;
static struct id inspector, pack, root;

static const char registration[] = "form: registration\nlabel: {zh: 登记, en: Registration}\nby: [inspector]\nafter: [listing]\nfields:\n"
				   "  - {name: floors, type: integer, range: [1, 15], label: {zh: 层数, en: Storeys}}\n"
				   "  - {name: note_of, type: text, max_chars: 3, label: {zh: 备注, en: Note}}\n"
				   "  - {name: uses, type: select_multiple use, label: {zh: 用途, en: Uses}}\n";
static const char photo_check[] = "form: photo_check\nlabel: {zh: 看照片, en: Photo check}\nby: [inspector]\nfields:\n"
				  "  - {name: photo_floors, type: integer, label: {zh: 层数, en: Storeys}}\n";
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
	struct id officer;
	char *all;

	(void)state;
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
	value_set_text(&data, "village", VILLAGE);
	root = put_form("listing", data, NULL);
	data = value_object();
	value_set_text(&data, "conclusion", "3");
	put_form("classification", data, NULL);
	put_form("photo_check", value_object(), NULL);
	pack_free(forms);
	free(all);
	return 0;
}

static int
drop(void **state)
{
	(void)state;
	little_close(&little);
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

/* The house says these sentences of its forms' limits, a line each, the registration counts, and the first task is this one. */
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
	for (size_t i = 0; i < dossier->finding_count; i++) {
		assert_string_equal(dossier->findings[i].rule->form->name, "registration");
		buf_printf(&said, "%s\n", dossier_finding_text(&dossier->findings[i], "en"));
	}
	assert_string_equal(buf_text(&said), sentences);
	assert_non_null(dossier_head(dossier, "registration"));
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
	struct err err = { 0 };

	(void)state;
	put_form("registration", registration_of(99, NULL), NULL);
	commit();
	assert_int_equal(store_verify(little.path, &counts, verify_said_nothing, NULL, &err), STATUS_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(value_beyond_its_limits__is_found__and_counts, make, drop),
		cmocka_unit_test_setup_teardown(file_with_a_value_beyond_its_limits__is_proved, make, drop),
	};

	setenv("LANGUAGE", "C", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
