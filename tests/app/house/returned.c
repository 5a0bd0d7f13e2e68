#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "app/house/returned.h"
#include "app/house/stages.h"
#include "base/map.h"
#include "base/mem.h"
#include "store/dossier/dossier.h"
#include "trust/credential.h"

/* The fields that a return marks. */

static void
marks__are_the_same__out_of_a_step_and_back(void **state)
{
	struct return_marks marks = { 0 }, again;
	struct value errors;

	(void)state;
	return_marks_add(&marks, "floors_main", 2);
	return_marks_add(&marks, "photo_front", 5);
	errors = return_marks_value(&marks);
	return_marks_read(&errors, &again);
	assert_int_equal(again.count, 2);
	assert_string_equal(again.items[1].field, "photo_front");
	assert_int_equal(again.items[1].kind, 5);
	value_release(&errors);
	return_marks_release(&marks);
	return_marks_release(&again);
}

static void
mark__is_taken_away__when_it_is_ticked_twice(void **state)
{
	struct return_marks marks = { 0 };

	(void)state;
	return_marks_toggle(&marks, "floors_main", 2);
	return_marks_toggle(&marks, "floors_main", 3);
	return_marks_toggle(&marks, "floors_main", 2);
	assert_int_equal(marks.count, 1);
	assert_int_equal(marks.items[0].kind, 3);
	return_marks_release(&marks);
}

/* The reason of a return stands among other words: a line end of it begins no line of theirs. */
static void
words__of_a_return__stand_on_one_line(void **state)
{
	struct return_marks none = { 0 };
	struct pack pack = { 0 };
	char *words = return_marks_words(&none, "roof\nwall", &pack);

	(void)state;
	assert_string_equal(words, "roof / wall");
	free(words);
}

static void
marks__of_a_strange_step__are_left_out(void **state)
{
	struct value errors = value_list(), item = value_object();
	struct return_marks marks;

	(void)state;
	value_set_integer(&item, "kind", 1); /* names no field */
	value_append_take(&errors, item);
	value_append_take(&errors, value_text("floors_main"));
	return_marks_read(&errors, &marks);
	assert_int_equal(marks.count, 0);
	return_marks_read(NULL, &marks);
	assert_int_equal(marks.count, 0);
	value_release(&errors);
}

/* A mark of a row is at that row and at its repeat, and nowhere else; one without a row is at every row. */
static void
mark__of_a_row__is_found_there_and_at_its_repeat(void **state)
{
	struct return_marks marks = { 0 };
	struct err err = { 0 };
	char *forms = mem_printf("%s/forms", getenv("LOUCE_DATADIR"));
	struct pack *pack = NULL;
	const struct field *defect, *repeat;

	(void)state;
	if (pack_load(forms, &pack, NULL, &err))
		fail_msg("%s", err.text);
	defect = pack_field(pack, "defect");
	assert_non_null(defect);
	repeat = defect->parent;
	assert_int_equal(repeat->type, FIELD_REPEAT);
	return_marks_add(&marks, "findings/2/defect", 5);
	assert_non_null(return_marks_label(&marks, pack, defect, 2));
	assert_null(return_marks_label(&marks, pack, defect, 1));
	assert_non_null(return_marks_label(&marks, pack, repeat, 0));
	assert_ptr_equal(return_mark_form(pack, &marks.items[0]), pack_form_of_field(pack, "defect"));
	return_marks_release(&marks);
	marks = (struct return_marks){ 0 };
	return_marks_add(&marks, "defect", 5);
	assert_non_null(return_marks_label(&marks, pack, defect, 1));
	assert_non_null(return_marks_label(&marks, pack, defect, 2));
	return_marks_release(&marks);
	pack_free(pack);
	free(forms);
}

/* A house of two returns by one level, answered together, then corrected twice more: the words of the later answer, then none. */
struct corrected {
	struct level level;
	struct chain chain;
	struct flow_progress progress;
	size_t effective;
	struct step steps[5];
	struct flow_step flow[5];
	struct flow_sign signs[2];
	enum flow_reason reasons[5];
	size_t slot_of[5], heads[1];
	struct flow_slot slot;
	struct dossier dossier;
};

static void
answer(struct step *step, const struct id *of, const char *words)
{
	struct value answers = value_list(), item = value_object();

	step_data_set_id(&item, "of", of);
	value_set_text(&item, "words", words);
	value_append_take(&answers, value_copy(&item)); /* named twice: told once */
	value_append_take(&answers, item);
	value_set_take(&step->data, "_answers", answers);
}

static void
correct(struct corrected *house)
{
	static char village[] = "village", survey[] = "survey";

	*house = (struct corrected){ .effective = SIZE_MAX, .heads = { 4 } };
	house->level = (struct level){ .name = village, .chain = &house->chain };
	house->chain = (struct chain){ .name = survey, .levels = &house->level, .level_count = 1 };
	house->progress = (struct flow_progress){ .chain = &house->chain, .effective = &house->effective };
	for (size_t i = 0; i < 5; i++) {
		house->flow[i].id = (struct id){ { (unsigned char)(i + 1) } };
		house->flow[i].step = &house->steps[i];
		house->steps[i].data = value_object();
		house->steps[i].at_unix = 100 + (int64_t)i;
		idmap_put(&house->dossier.slots.steps, &house->flow[i].id, i);
		house->slot_of[i] = i < 2 ? SIZE_MAX : 0;
		house->reasons[i] = i < 2 ? FLOW_ANSWERED : i < 4 ? FLOW_SUPERSEDED : FLOW_COUNTS;
	}
	for (size_t i = 0; i < 2; i++)
		house->signs[i] = (struct flow_sign){ .step = i, .level = &house->level, .cover = SIZE_MAX, .reason = FLOW_ANSWERED };
	answer(&house->steps[2], &house->flow[0].id, "first");
	answer(&house->steps[3], &house->flow[0].id, "second");
	house->slot = (struct flow_slot){ .heads = house->heads, .head_count = 1 };
	house->dossier.steps = house->flow;
	house->dossier.step_count = 5;
	house->dossier.slots.slots = &house->slot;
	house->dossier.slots.slot_count = 1;
	house->dossier.slots.step_reasons = house->reasons;
	house->dossier.slots.slot_of = house->slot_of;
	house->dossier.state.signs = house->signs;
	house->dossier.state.sign_count = 2;
	house->dossier.state.progresses = &house->progress;
	house->dossier.state.progress_count = 1;
}

static void
answers__are_told_once__after_further_corrections(void **state)
{
	struct corrected house;
	struct house_answer *answers = NULL;

	(void)state;
	correct(&house);
	assert_int_equal(house_answers_read(&house.dossier, NULL, &answers), 1);
	assert_ptr_equal(answers[0].sign, &house.flow[0]);
	assert_string_equal(answers[0].words, "second");
	free(answers);
	house.effective = 0; /* the level signed again: done for others than who gave back */
	assert_int_equal(house_answers_read(&house.dossier, NULL, &answers), 0);
	free(answers);
	assert_int_equal(house_answers_read(&house.dossier, &house.flow[0], &answers), 1);
	free(answers);
	house.heads[0] = 3; /* the answer stands in the form as it is now */
	assert_int_equal(house_answers_read(&house.dossier, NULL, &answers), 1);
	free(answers);
	for (size_t i = 0; i < 5; i++)
		value_release(&house.steps[i].data);
	idmap_release(&house.dossier.slots.steps);
}

/* A signature over an older version is no level that nobody ever signed. */
static void
level__says_who_signed_an_older_version__where_it_fell(void **state)
{
	char *forms = mem_printf("%s/forms", getenv("LOUCE_DATADIR"));
	static char carl[] = "Carl";
	struct credential person = { .name = carl };
	struct flow_cover cover = { 0 };
	struct flow_progress progress = { 0 };
	struct record_stage *stages = NULL;
	struct dossier dossier = { 0 };
	struct pack *pack = NULL;
	struct err err = { 0 };
	struct step step = { .at_unix = 1662000000 };
	struct flow_step flow = { .step = &step, .author = &person };
	struct flow_sign sign = { .approve = true, .cover = SIZE_MAX, .reason = FLOW_STALE };
	size_t count = 0, fallen = 0, effective[8] = { SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX };

	(void)state;
	if (pack_load(forms, &pack, NULL, &err))
		fail_msg("%s", err.text);
	assert_true(pack->chain_count > 0);
	sign.level = &pack->chains[0].levels[1];
	cover.chain = progress.chain = &pack->chains[0];
	progress.effective = effective;
	dossier.steps = &flow;
	dossier.step_count = 1;
	dossier.form_relevant = mem_array(pack->form_count, sizeof(*dossier.form_relevant));
	dossier.state.signs = &sign;
	dossier.state.sign_count = 1;
	dossier.state.covers = &cover;
	dossier.state.cover_count = 1;
	dossier.state.progresses = &progress;
	dossier.state.progress_count = 1;
	house_stages_read(NULL, pack, &dossier, &stages, &count);
	for (size_t i = 0; i < count; i++)
		if (stages[i].level == sign.level) {
			assert_string_equal(stages[i].by, "older version: Carl 09-01");
			fallen++;
		} else if (stages[i].level) {
			assert_string_equal(stages[i].by, "");
		}
	assert_int_equal(fallen, 1);
	house_stages_free(stages, count);
	free(dossier.form_relevant);
	pack_free(pack);
	free(forms);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks__are_the_same__out_of_a_step_and_back),
		cmocka_unit_test(mark__is_taken_away__when_it_is_ticked_twice),
		cmocka_unit_test(words__of_a_return__stand_on_one_line),
		cmocka_unit_test(marks__of_a_strange_step__are_left_out),
		cmocka_unit_test(mark__of_a_row__is_found_there_and_at_its_repeat),
		cmocka_unit_test(answers__are_told_once__after_further_corrections),
		cmocka_unit_test(level__says_who_signed_an_older_version__where_it_fell),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
