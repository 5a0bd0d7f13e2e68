#include "scene.h"
#include "../support/survey.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/mem.h"

/* ---- packs */

/* `text` with `add` before the line that begins with `before`. */
static char *
inserted(const char *text, const char *before, const char *add)
{
	const char *at = strstr(text, before);

	assert_non_null(at);
	return mem_printf("%.*s%s%s", (int)(at - text), text, add, at);
}

struct pack *
scene_pack(const char *add, const char *const *forms)
{
	const char *source = getenv("LOUCE_SRC");
	char *dir = mem_printf("%s/forms", source ? source : ".");
	struct pack *campaign = NULL, *pack = NULL;
	struct err err = { 0 };
	struct value files;
	char *text;

	if (pack_load(dir, &campaign, NULL, &err))
		fail_msg("%s", err.text);
	free(dir);
	files = value_copy(&campaign->files);
	survey_alone(&files);
	text = inserted(value_get_text(&files, "pack.yaml"), "\ndeadlines:", add ? add : "");
	value_set_text(&files, "pack.yaml", text);
	free(text);
	for (size_t i = 0; forms && forms[i]; i += 2) {
		char *name = mem_printf("%s.yaml", forms[i]), *more = mem_printf(", %s", forms[i]);
		const char *before = value_get_text(&files, "pack.yaml"), *end = strchr(strstr(before, "\nforms: ["), ']');

		text = mem_printf("%.*s%s%s", (int)(end - before), before, more, end);
		value_set_text(&files, "pack.yaml", text);
		value_set_text(&files, name, forms[i + 1]);
		free(text);
		free(name);
		free(more);
	}
	if (pack_parse(&files, &pack, NULL, &err))
		fail_msg("%s", err.text);
	value_release(&files);
	pack_free(campaign);
	return pack;
}

/* ---- the scene */

void
scene_start(struct scene *scene, const struct pack *pack, ...)
{
	va_list packs;

	memset(scene, 0, sizeof(*scene));
	scene->pack = pack;
	va_start(packs, pack);
	for (const struct pack *at = pack; at; at = va_arg(packs, const struct pack *)) {
		bool *forms = mem_array(at->form_count, sizeof(*forms));

		for (size_t i = 0; i < at->form_count; i++)
			forms[i] = !at->forms[i].repeat;
		scene->relevant[scene->facts.called_count] = forms;
		scene->called[scene->facts.called_count++] = (struct flow_called){ at, forms };
	}
	va_end(packs);
	scene->form_errors = mem_array(pack->form_count, sizeof(*scene->form_errors));
	scene->facts.called = scene->called;
	scene->facts.form_errors = scene->form_errors;
}

void
scene_release(struct scene *scene)
{
	flow_state_release(&scene->state);
	flow_slots_release(&scene->slots);
	for (size_t i = 0; i < scene->count; i++) {
		flow_signoff_release(&scene->signoffs[i]);
		step_release(&scene->steps[i]);
		credential_release(&scene->people[i]);
	}
	for (size_t i = 0; i < scene->facts.called_count; i++)
		free(scene->relevant[i]);
	free(scene->form_errors);
}

struct id
scene_id(size_t step)
{
	struct id id = { { 0 } };

	id.b[0] = (uint8_t)(step * 91 + 5);
	id.b[1] = (uint8_t)step;
	return id;
}

/* Writes into a step which heads of the forms that its form depends on its author saw: the newest there are. */
static void
see_heads(struct scene *scene, size_t step)
{
	const struct form *form = pack_form(scene->pack, scene->steps[step].kind), *before = NULL;

	for (size_t i = 0; form && i < form->depends.count; i++) {
		const struct form *of = pack_form_of_field(scene->pack, form->depends.items[i]);
		size_t at = step;

		while (at > 0 && strcmp(scene->steps[at - 1].kind, of->name) != 0)
			at--;
		if (at > 0 && of != before)
			scene_append_id(&scene->steps[step].data, "_upon", &scene->flow[at - 1].id);
		before = of;
	}
}

size_t
scene_add(struct scene *scene, const char *kind, int who, const char *role, size_t parent)
{
	size_t at = scene->count++;
	struct step *step = &scene->steps[at];
	struct credential *author = &scene->people[at];

	assert_true(at < SCENE_STEPS);
	*step = (struct step){ .data = value_object(), .has_building = at > 0, .has_author = true, .area = SCENE_VILLAGE };
	strcpy(step->kind, kind);
	if (at)
		step->building = scene_id(0);
	if (parent != SIZE_MAX)
		step_add_parent(step, &scene->flow[parent].id);
	*author = (struct credential){ .role = mem_strdup(role), .areas = mem_array(1, sizeof(char *)), .area_count = 1 };
	author->areas[0] = mem_strdup(SCENE_VILLAGE);
	author->id.b[0] = (uint8_t)who;
	author->sign_key.len = 32;
	author->sign_key.b[0] = (uint8_t)who;
	memset(author->person, '0', 32);
	author->person[31] = (char)('0' + who);
	scene->flow[at] = (struct flow_step){
		.id = scene_id(at), .step = step, .trust = TRUST_COUNTS, .author = author, .pack = scene->pack
	};
	see_heads(scene, at);
	return at;
}

size_t
scene_add_to(struct scene *scene, size_t first, int who, const char *role, size_t parent)
{
	size_t at = scene_add(scene, scene->steps[first].kind, who, role, parent);

	scene->steps[at].has_root = true;
	scene->steps[at].root = scene->flow[first].id;
	return at;
}

void
scene_evaluate(struct scene *scene)
{
	flow_state_release(&scene->state);
	flow_slots_release(&scene->slots);
	for (size_t i = 0; i < scene->count; i++) {
		flow_signoff_release(&scene->signoffs[i]);
		scene->flow[i].sign = NULL;
		if (step_kind_of(scene->flow[i].step->kind) != STEP_SIGNOFF)
			continue;
		flow_signoff_read(scene->flow[i].step, &scene->signoffs[i]);
		scene->flow[i].sign = &scene->signoffs[i];
	}
	if (scene->count < SCENE_STEPS) /* behind the last step stands the first once more, for who looks there */
		scene->flow[scene->count] = scene->flow[0];
	scene->input = (struct flow_input){
		.pack = scene->pack, .root = scene_id(0), .steps = scene->flow, .step_count = scene->count, .division = SCENE_VILLAGE
	};
	flow_slots_eval(&scene->input, &scene->slots);
	flow_state_eval(&scene->input, &scene->slots, &scene->facts, &scene->state);
}

bool
scene_evaluate_division(struct scene *scene, const char *division, struct id *hash)
{
	struct flow_input input = {
		.pack = scene->pack, .steps = scene->flow, .step_count = scene->count, .division = division, .of_division = true
	};

	flow_slots_release(&scene->slots);
	flow_slots_eval(&input, &scene->slots);
	return flow_division_hash(&input, &scene->slots, hash);
}

void
scene_filled(struct scene *scene)
{
	scene_add(scene, "listing", 1, "inspector", SIZE_MAX);
	scene_add(scene, "registration", 1, "inspector", SIZE_MAX);
	scene_add(scene, "photo_check", 2, "inspector", SIZE_MAX);
	value_set_text(&scene->steps[scene_add(scene, "classification", 1, "inspector", SIZE_MAX)].data, "conclusion", "3");
	scene_evaluate(scene);
}

void
scene_append_id(struct value *object, const char *list, const struct id *id)
{
	char hex[ID_HEX_LEN + 1];

	if (!value_get(object, list))
		value_set_take(object, list, value_list());
	value_append_take(value_get_mut(object, list), value_text(id_hex(id, hex)));
}

/* ---- sign-offs */

/* The heads that a chain of a pack covers now; of a pack under which nothing was signed yet, those that the pack in force covers. */
static struct id *
heads_of(const struct scene *scene, const struct pack *pack, const struct scene_sign *sign, size_t *count)
{
	const char *chain = sign->chain ? sign->chain : "survey";

	for (size_t i = 0; i < 2 * scene->state.cover_count; i++) {
		const struct flow_cover *cover = &scene->state.covers[i % scene->state.cover_count];

		if ((cover->pack == pack || i >= scene->state.cover_count) && strcmp(cover->chain->name, chain) == 0 &&
		    (sign->slot == SIZE_MAX || id_equal(&cover->root, &scene->flow[sign->slot].id)))
			return flow_cover_heads(&scene->state, i % scene->state.cover_count, count);
	}
	*count = 0;
	return NULL;
}

size_t
scene_sign(struct scene *scene, const struct scene_sign *sign)
{
	struct value items = value_list(), item = value_object();
	const struct pack *pack = sign->pack ? sign->pack : scene->pack;
	const char *decision = sign->decision ? sign->decision : "approve";
	struct id *heads, root = scene_id(0);
	struct value *data;
	size_t count, at;

	scene_evaluate(scene);
	heads = heads_of(scene, pack, sign, &count);
	at = scene_add(scene, "signoff", sign->who, sign->role, SIZE_MAX);
	scene->steps[at].has_building = false;
	scene->flow[at].pack = pack;
	data = &scene->steps[at].data;
	step_data_set_id(&item, "building", &root);
	if (sign->slot != SIZE_MAX)
		step_data_set_id(&item, "root", &scene->flow[sign->slot].id);
	value_set_text(data, "chain", sign->chain ? sign->chain : "survey");
	value_set_text(data, "level", sign->level);
	value_set_text(data, "decision", decision);
	if (strcmp(decision, "approve") == 0) {
		struct value summary = value_object(), by = value_object();

		value_set_take(&item, "covers", value_list());
		for (size_t i = 0; i < count; i++)
			scene_append_id(&item, "covers", &heads[i]);
		if (sign->prior != SIZE_MAX)
			step_data_set_id(&item, "prior", &scene->flow[sign->prior].id);
		value_set_text(&item, "shown", "3");
		value_set_integer(&summary, "n", 1);
		value_set_integer(&by, "3", 1);
		value_set_take(&summary, "by", by);
		value_set_take(data, "summary", summary);
	} else {
		value_set_text(data, "reason", "look again");
		value_set_take(data, "errors", value_list());
	}
	value_append_take(&items, item);
	value_set_take(data, "items", items);
	free(heads);
	scene_evaluate(scene);
	return at;
}

size_t
scene_approve_of(struct scene *scene, const char *chain, int who, const char *role, const char *level, size_t prior, size_t slot)
{
	return scene_sign(scene,
			  &(struct scene_sign){ .chain = chain, .level = level, .who = who, .role = role, .prior = prior, .slot = slot });
}

size_t
scene_approve(struct scene *scene, int who, const char *role, const char *level, size_t prior)
{
	return scene_approve_of(scene, "survey", who, role, level, prior, SIZE_MAX);
}

size_t
scene_return_of(struct scene *scene, const char *chain, int who, const char *role, const char *level, size_t slot)
{
	return scene_sign(scene, &(struct scene_sign){ .chain = chain,
						       .level = level,
						       .decision = "return",
						       .who = who,
						       .role = role,
						       .prior = SIZE_MAX,
						       .slot = slot });
}

struct value *
scene_item(struct scene *scene, size_t sign)
{
	return &value_get_mut(&scene->steps[sign].data, "items")->list.items[0];
}

/* ---- looking */

enum flow_reason
scene_reason(const struct scene *scene, size_t step)
{
	return scene->slots.step_reasons[step];
}

const struct flow_progress *
scene_survey(const struct scene *scene)
{
	return flow_progress_of(&scene->state, "survey", NULL);
}

unsigned
scene_draw(unsigned bound)
{
	static uint32_t seed = 7;

	seed = seed * 1664525 + 1013904223;
	return (seed >> 16) % bound;
}
