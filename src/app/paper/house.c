#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/blind.h"
#include "app/house/fact.h"
#include "app/house/record.h"
#include "app/house/slots.h"
#include "app/paper/paper_state.h"
#include "app/paper/code.h"
#include "app/paper/times.h"
#include "app/session/unlock.h"
#include "app/session/vault.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "form/answer/check.h"
#include "form/place.h"
#include "photo/photo.h"
#include "store/store.h"

/* The blocks of a paper about a house. */

/* ---- the house, and the slot that the paper is from */

/* What is private of a step is read into `values`; false: it does not open here, or stays off this paper. */
static bool
read_private(const struct paper_making *making, const struct step *step, struct value *values)
{
	struct private_reader reader = vault_reader(making->app);

	return !step->has_private || (!making->paper->sealed && reader.open(reader.ctx, step, values));
}

static bool
is_later(const struct paper_making *making, const struct flow_slot *a, const struct flow_slot *b)
{
	const struct form *form = making->paper->from;
	const struct step *left = making->dossier->steps[a->heads[0]].step, *right = making->dossier->steps[b->heads[0]].step;
	const char *left_day = form->order ? value_get_text(&left->data, form->order->name) : NULL,
		   *right_day = form->order ? value_get_text(&right->data, form->order->name) : NULL;
	int cmp = strcmp(left_day ? left_day : "", right_day ? right_day : "");

	return cmp ? cmp > 0 : left->at_unix >= right->at_unix;
}

static void
take_from(struct paper_making *making, const struct flow_slot *slot)
{
	const struct step *step = making->dossier->steps[slot->heads[0]].step;

	making->from = slot;
	making->from_values = value_copy(&step->data);
	making->from_open = read_private(making, step, &making->from_values);
	making->again = making->paper->from->repeat;
}

/* A paper of an act that repeats is that of the next one, of which nothing stands yet; of a form that stands once it is that of the form. */
static void
find_from(struct paper_making *making)
{
	const struct flow_slot **slots;
	size_t count;

	if (!making->paper->from || making->paper->from->repeat)
		return;
	slots = house_slots(making->dossier, making->paper->from, &count);
	if (count == 1 && slots[0]->head_count == 1)
		take_from(making, slots[0]);
	free(slots);
}

char *
paper_slot_day(const struct paper_making *making, const struct flow_slot *slot)
{
	const struct form *form = making->paper->from;
	const struct step *step = making->dossier->steps[slot->heads[0]].step;
	const char *day = form->order ? value_get_text(&step->data, form->order->name) : NULL;
	char signed_on[11];

	clock_date(step->at_unix, signed_on);
	return mem_strdup(day ? day : signed_on);
}

/* Is the act called so: by its day, by a public text that stands in it, or by the number of its first step? */
static bool
slot_is_called(const struct paper_making *making, const struct flow_slot *slot, const char *word)
{
	const struct step *step = making->dossier->steps[slot->heads[0]].step;
	char hex[ID_HEX_LEN + 1], *day = paper_slot_day(making, slot);
	bool is = strcmp(day, word) == 0 || strcmp(id_hex(&slot->repeat_root, hex), word) == 0;

	for (size_t i = 0; i < step->data.object.count && !is; i++) {
		const struct value *value = &step->data.object.members[i].value;

		is = value->type == VALUE_TEXT && strcmp(value->text, word) == 0;
	}
	free(day);
	return is;
}

enum status
paper_take_copy(struct paper_making *making, const char *copy, struct err *err)
{
	struct buf days = { 0 };
	size_t count;
	const struct flow_slot **slots = house_slots(making->dossier, making->paper->from, &count), *found = NULL;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < count; i++) {
		char *day = slots[i]->head_count == 1 ? paper_slot_day(making, slots[i]) : NULL;

		if (day && slot_is_called(making, slots[i], copy) && (!found || is_later(making, slots[i], found)))
			found = slots[i];
		if (day)
			buf_printf(&days, "%s%s", days.len ? _(", ") : "", day);
		free(day);
	}
	if (found)
		take_from(making, found);
	else
		status = err_set(err, STATUS_NOT_FOUND, _("no \"%s\" of this house is called \"%s\"; there are those of: %s"),
				 label_text(&making->paper->from->label, making->lang), copy, days.len ? buf_text(&days) : "-");
	buf_release(&days);
	free(slots);
	return status;
}

/* Did an act that stands take up this print: does it bear its number, or is the print a copy of it? */
static bool
is_taken_up(const struct paper_making *making, const char *serial, const char *of)
{
	size_t count;
	const struct flow_slot **acts = house_slots(making->dossier, making->paper->from, &count);
	bool is = false;

	for (size_t i = 0; i < count && !is; i++) {
		char hex[ID_HEX_LEN + 1];

		is = slot_is_called(making, acts[i], serial) || strcmp(id_hex(&acts[i]->repeat_root, hex), of) == 0;
	}
	free(acts);
	return is;
}

/* The last print of the paper for an act that is still to come, by its number; NULL: there is none. */
static const struct flow_step *
find_printed(const struct paper_making *making)
{
	const struct paper_prints *prints = &making->pack->prints;
	const struct flow_step *found = NULL;
	const char *last = "";
	size_t count;
	const struct flow_slot **slots = house_slots(making->dossier, prints->form, &count);

	for (size_t i = 0; i < count; i++) {
		const struct flow_step *flow = &making->dossier->steps[slots[i]->heads[0]];
		const char *what = value_get_text(&flow->step->data, prints->what->name),
			   *serial = value_get_text(&flow->step->data, prints->serial->name),
			   *of = value_get_text(&flow->step->data, prints->of->name);

		if (!what || !serial || !of || strcmp(what, making->paper->name) != 0 || strcmp(serial, last) < 0 ||
		    is_taken_up(making, serial, of))
			continue;
		found = flow;
		last = serial;
	}
	free(slots);
	return found;
}

/* On another day the number would bear a day that is not the paper's, and what it demands by when may have changed: then it is a new one. A code
 * tells its paper by the number alone. */
void
paper_take_printed(struct paper_making *making)
{
	const struct form *from = making->paper->from;
	const struct flow_step *printed = from && from->repeat && !making->from ? find_printed(making) : NULL;
	const char *serial = printed ? value_get_text(&printed->step->data, making->pack->prints.serial->name) : NULL, *who;
	char day[11];

	if (!printed)
		return;
	who = printed->author ? printed->author->name : "?";
	clock_date(printed->step->at_unix, day);
	making->again = strcmp(day, making->today) == 0 && strlen(serial) < PAPER_SERIAL_SIZE && !paper_code(making->paper);
	making->earlier =
		making->again
			/* Translators: a day, a person, a number, and the form of the act. */
			? mem_printf(_("Already printed on %s by %s, number %s, and no \"%s\" says yet that it was used. It is printed "
				       "once more under this number, as a copy."),
				     day, who, serial, label_text(&from->label, making->lang))
			: mem_printf(_("Already printed on %s by %s, number %s, and no \"%s\" says yet that it was used. This one has "
				       "a number and a day of its own: use this one alone, and throw the earlier one away."),
				     day, who, serial, label_text(&from->label, making->lang));
	if (making->again)
		snprintf(making->serial, sizeof(making->serial), "%s", serial);
}

enum status
paper_house_open(struct paper_making *making, const struct id *building, struct err *err)
{
	struct private_reader reader = vault_reader(making->app);
	bool opens = app_is_unlocked(making->app) && !making->paper->sealed;
	enum status status = dossier_load(app_store(making->app), building, opens ? &reader : NULL, &making->dossier, err);

	if (status)
		return status;
	making->division = making->dossier->division;
	house_facts_today(making->pack, making->dossier, making->today);
	find_from(making);
	return STATUS_OK;
}

void
paper_house_close(struct paper_making *making)
{
	value_release(&making->from_values);
	dossier_free(making->dossier);
	free(making->of);
	free(making->earlier);
	making->dossier = NULL;
	making->from = NULL;
	making->of = NULL;
	making->earlier = NULL;
}

/* ---- the record */

struct recording {
	struct paper_making *making;
	struct printed_block *block;
	const struct step *step; /* of the values */
	bool open;		 /* what is private of it can be read */
};

static void
add_pair(struct printed_block *block, const char *label, char *value_take)
{
	char **cells = printed_add_row(block);

	cells[0] = mem_strdup(label);
	cells[1] = value_take;
}

static bool
holds_private(const struct step *step, const char *name)
{
	for (size_t i = 0; i < step->private_field_count; i++)
		if (strcmp(step->private_fields[i], name) == 0)
			return true;
	return false;
}

/* The values of a row of a repeat in one line. */
static char *
row_text(struct paper_making *making, const struct field *repeat, const struct value *row)
{
	struct buf out = { 0 };

	for (size_t i = 0; i < repeat->field_count; i++) {
		const struct field *field = &repeat->fields[i];
		const struct value *value = field_type_has_value(field->type) ? value_get(row, field->name) : NULL;
		char *text = value ? field_value_text(making->pack, field, value, making->lang) : NULL;

		if (text)
			/* Translators: a label and what stands there, one of several in a line. */
			buf_printf(&out, _("%s%s: %s"), out.len ? _("; ") : "", label_text(&field->label, making->lang), text);
		free(text);
	}
	return out.len ? buf_detach(&out) : mem_strdup("");
}

static void
add_repeat(struct paper_making *making, struct printed_block *block, const struct field *repeat, const struct value *values)
{
	const struct value *rows = value_get_list(values, repeat->name);

	for (size_t r = 0; rows && r < rows->list.count; r++) {
		char *label = mem_printf("%s %zu", label_text(&repeat->label, making->lang), r + 1);

		add_pair(block, label, row_text(making, repeat, &rows->list.items[r]));
		free(label);
	}
}

void
paper_add_repeat(struct paper_making *making, struct printed_block *pairs, const struct field *repeat)
{
	if (blind_hides_field(making->app, making->dossier, repeat))
		making->hidden = label_text(&repeat->label, making->lang);
	else
		add_repeat(making, pairs, repeat, dossier_values(making->dossier, pack_form_of_field(making->pack, repeat->name)->name));
}

static void
add_fields(struct recording *recording, const struct field *fields, size_t count, const struct value *values)
{
	struct paper_making *making = recording->making;

	for (size_t i = 0; i < count; i++) {
		const struct field *field = &fields[i];
		const char *label = label_text(&field->label, making->lang);
		const struct value *value = value_get(values, field->name);

		if (field->type != FIELD_GROUP && field->by_act)
			continue;
		if (field->type != FIELD_GROUP && blind_hides_field(making->app, making->dossier, field))
			making->hidden = label;
		else if (field->type == FIELD_GROUP)
			add_fields(recording, field->fields, field->field_count, values);
		else if (field->type == FIELD_REPEAT)
			add_repeat(making, recording->block, field, values);
		else if (field_type_has_value(field->type) && value)
			add_pair(recording->block, label, field_value_text(making->pack, field, value, making->lang));
		else if (field->is_private && field->type != FIELD_PHOTO && !recording->open && holds_private(recording->step, field->name))
			add_pair(recording->block, label, making->paper->sealed ? mem_strdup(_("sealed")) : NULL); /* or room to write */
	}
}

static void
add_values(struct paper_making *making, const struct form *form, const struct step *step, const struct value *values, bool open)
{
	struct recording recording = { .making = making, .step = step, .open = open };

	printed_add_text(making->out, PRINTED_HEAD, label_text(&form->label, making->lang));
	recording.block = printed_add(making->out, PRINTED_PAIRS);
	add_fields(&recording, form->fields, form->field_count, values);
}

static void
add_slot(struct paper_making *making, const struct form *form, const struct flow_slot *slot)
{
	const struct step *step = making->dossier->steps[slot->heads[0]].step;
	struct value values = value_copy(&step->data);
	bool open = read_private(making, step, &values);

	add_values(making, form, step, &values, open);
	value_release(&values);
}

void
paper_add_record(struct paper_making *making, const struct paper_block *block)
{
	for (size_t i = 0; i < block->record.count; i++) {
		const struct form *form = pack_form(making->pack, block->record.items[i]);
		size_t count;
		const struct flow_slot **slots = house_slots(making->dossier, form, &count);

		for (size_t s = 0; s < count && form->repeat; s++)
			add_slot(making, form, slots[s]);
		if (!form->repeat && count && dossier_values(making->dossier, form->name))
			add_values(making, form, making->dossier->steps[slots[0]->heads[0]].step,
				   dossier_values(making->dossier, form->name),
				   making->dossier->private_open[slots[0] - making->dossier->slots.slots]);
		free(slots);
	}
}

/* ---- photos */

#define PRINTED_SIDE 800 /* pixels of the longer side: 240 to the inch */

static void
add_photo(struct paper_making *making, struct printed_block *block, const struct step_photo *photo)
{
	int row;
	const struct field *field = field_place_find(making->pack, photo->field, &row);
	struct printed_photo *out;
	struct buf bytes = { 0 };
	struct err why = { 0 };
	char taken[17] = "";
	enum status status;

	if (!field || blind_hides_field(making->app, making->dossier, field)) {
		making->hidden = field ? label_text(&field->label, making->lang) : making->hidden;
		return;
	}
	if (field->is_private && making->paper->sealed)
		status = err_set(&why, STATUS_DENIED, "%s", _("sealed"));
	else
		status = record_photo_bytes(making->app, &photo->id, &bytes, &why);
	if (!status)
		status = photo_shrunk(bytes.data, bytes.len, PRINTED_SIDE, &bytes, &why);
	out = printed_add_photo(block);
	if (photo->has_taken)
		clock_minute(photo->taken_unix, taken);
	if (!status) {
		struct photo_info info;

		status = photo_probe(bytes.data, bytes.len, &info, &why);
		out->width = info.width;
		out->height = info.height;
	}
	out->caption = status ? mem_printf(_("%s (%s)"), label_text(&field->label, making->lang), why.text)
			      : mem_printf("%s  %s", label_text(&field->label, making->lang), taken);
	if (!status) {
		out->jpeg = bytes;
		return;
	}
	buf_release(&bytes);
}

void
paper_add_photos(struct paper_making *making, const struct paper_block *block)
{
	struct printed_block *photos = printed_add(making->out, PRINTED_PHOTOS);

	for (size_t i = 0; i < block->photos.count; i++) {
		size_t count;
		const struct flow_slot **slots = house_slots(making->dossier, pack_form(making->pack, block->photos.items[i]), &count);

		for (size_t s = 0; s < count; s++) {
			const struct step *step = making->dossier->steps[slots[s]->heads[0]].step;

			for (size_t p = 0; p < step->photo_count; p++)
				add_photo(making, photos, &step->photos[p]);
		}
		free(slots);
	}
}

/* ---- signatures */

void
paper_add_signatures(struct paper_making *making, const struct paper_block *block)
{
	const struct flow_progress *progress = flow_progress_of(&making->dossier->state, block->chain->name, NULL);
	struct printed_block *table = printed_add(making->out, PRINTED_TABLE);
	static const char *const heads[] = { N_("Level"), N_("Name"),
					     N_("Role"),  N_("Signed at, by county receipts"),
					     N_("Code"),  N_("Signature by hand") };
	char **cells;

	table->columns = ARRAY_LEN(heads);
	table->writing = 1;
	cells = printed_add_row(table);
	for (size_t i = 0; i < ARRAY_LEN(heads); i++)
		cells[i] = mem_strdup(_(heads[i]));
	for (size_t i = 0; progress && i < progress->chain->level_count; i++) {
		size_t at = progress->effective[i];
		const struct flow_step *flow = at == SIZE_MAX ? NULL : &making->dossier->steps[making->dossier->state.signs[at].step];
		char shortened[9];

		cells = printed_add_row(table);
		cells[0] = mem_strdup(label_text(&progress->chain->levels[i].label, making->lang));
		if (!flow)
			continue;
		cells[1] = mem_strdup(flow->author ? flow->author->name : "?");
		cells[2] = mem_strdup(paper_role(making->pack, flow->author ? flow->author->role : "", making->lang));
		cells[3] = paper_time(app_store(making->app), flow);
		cells[4] = mem_strdup(id_short(&flow->id, shortened));
	}
}

/* ---- the code */

void
paper_add_code(struct paper_making *making, const struct paper_block *block)
{
	struct printed_block *code = printed_add(making->out, PRINTED_CODE);
	struct buf caption = { 0 };

	code->text = paper_code_text(making->pack, making->paper, making->dossier, making->serial);
	for (size_t i = 0; i < block->code.count; i++) {
		char *value = paper_value(making, block->code.items[i]);

		buf_printf(&caption, _("%s%s: %s"), caption.len ? _("; ") : "",
			   label_text(&pack_field(making->pack, block->code.items[i])->label, making->lang), value ? value : "-");
		free(value);
	}
	buf_printf(&caption, "\n%s", _("What this paper must say, and whether it still stands: louce verify --sheet TEXT"));
	code->caption = buf_detach(&caption);
	making->of = mem_strdup(code->text);
}
