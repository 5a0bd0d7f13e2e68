#include "app/fill/fill_rows.h"

#include <stdlib.h>
#include <string.h>

#include "app/fill/filling.h"
#include "app/house/blind.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "form/answer/meant.h"
#include "store/dossier/dossier.h"
#include "store/report/report.h"

struct taking_rows {
	struct app *app;
	const struct field *repeat;
	struct value list;
	enum status status;
	struct err *err;
};

static void
take_cell(struct taking_rows *taking, const struct field *field, const char *text, struct value *row)
{
	struct value value = { 0 };
	struct err why = { 0 };

	if (!text || !*text)
		return;
	if (field_value_from_text(app_pack(taking->app), field, text, &value, &why))
		taking->status = err_set(taking->err, STATUS_INVALID, _("the report \"%s\" gives \"%s\" for \"%s\": %s"),
					 taking->repeat->from_name, text, label_text(&field->label, _("en")), why.text);
	else
		value_set_take(row, field->name, value);
}

static void
take_row(const struct report_row *from, void *ctx)
{
	struct taking_rows *taking = ctx;
	struct value row = value_object();

	for (size_t f = 0; f < taking->repeat->field_count && !taking->status; f++)
		for (int c = 0; c < from->count; c++)
			if (strcmp(from->names[c], taking->repeat->fields[f].name) == 0)
				take_cell(taking, &taking->repeat->fields[f], from->texts[c], &row);
	value_append_take(&taking->list, row);
}

static enum status
run_report(struct app *app, const struct dossier *dossier, struct taking_rows *taking)
{
	char today[11];
	size_t blind_count;
	const struct form **blind = blind_forms(app, &blind_count);
	struct report_ask ask = { .area = dossier->division, .date = today, .blind = blind, .blind_count = blind_count };
	enum status status;

	clock_date(clock_now_unix(), today);
	status = report_run(app_store(app), &taking->repeat->from->sql, &ask, take_row, taking, taking->err);
	free(blind);
	return status ? status : taking->status;
}

struct each_repeat {
	struct app *app;
	const struct dossier *dossier;
	const struct value *as_signed; /* of the slot that is corrected; NULL: none */
	struct value *out;
	enum status status;
	struct err *err;
};

static bool
fill_repeat(const struct field *field, void *ctx)
{
	struct each_repeat *each = ctx;
	struct taking_rows taking = { .app = each->app, .repeat = field, .list = value_list(), .err = each->err };
	const struct value *was = each->as_signed ? value_get_list(each->as_signed, field->name) : NULL;

	if (!field->from) {
		value_release(&taking.list);
		return true;
	}
	if (was) {
		value_release(&taking.list);
		taking.list = value_copy(was);
	} else if (!each->as_signed) {
		each->status = run_report(each->app, each->dossier, &taking);
	}
	if (taking.list.list.count == 0)
		value_release(&taking.list); /* no rows: what is empty is absent */
	value_set_take(each->out, field->name, taking.list);
	return !each->status;
}

enum status
fill_rows(struct app *app, const struct form *form, const struct dossier *dossier, const struct id *slot, struct value *out,
	  struct err *err)
{
	struct each_repeat each = { .app = app, .dossier = dossier, .out = out, .err = err };
	const struct flow_slot *at = dossier && form->repeat && slot ? flow_slot_of(&dossier->slots, form->name, slot) : NULL;

	*out = value_object();
	if (!dossier || !form->of_division)
		return STATUS_OK;
	if (at && at->head_count == 1)
		each.as_signed = &dossier->steps[at->heads[0]].step->data;
	form_each_field(form, fill_repeat, &each);
	return each.status;
}

enum status
filling_put_rows(struct form_filling *filling, const struct app_fill *fill, struct err *err)
{
	struct value rows = { 0 };
	enum status status = fill_rows(filling->app, filling->form, filling->dossier, fill->slot, &rows, err);

	for (size_t i = 0; !status && i < rows.object.count; i++) {
		const struct member *put = &rows.object.members[i];
		const struct value *given = value_get(&filling->values, put->name);

		if (given && !value_equal(given, &put->value))
			filling_refuse(filling, put->name, 0,
				       _("the program fills these rows, and they are others now: leave them out, or open the form again"));
		else if (put->value.list.count)
			value_set_take(&filling->values, put->name, value_copy(&put->value));
	}
	value_release(&rows);
	return status;
}
