#include "app/fill/sheet_window.h"

#include <stdlib.h>
#include <string.h>

#include "app/fill/sheet_again.h"
#include "app/fill/sheet_problems.h"
#include "app/fill/sheet_state.h"
#include "app/fill/upon.h"
#include "app/session/draft.h"
#include "store/store.h"
#include "app/session/vault.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"

/* A form that is being filled while other windows of louce are on the same file: which window has it open, and what the answers were
 * typed over. */

/* A new house has no id yet. */
static const struct id no_house;

char *
sheet_draft_name(const char *form, const struct id *slot)
{
	char hex[ID_HEX_LEN + 1];

	return slot && !id_is_zero(slot) ? mem_printf("%s@%s", form, id_hex(slot, hex)) : mem_strdup(form);
}

enum status
sheet_held(struct app *app, const struct id *building, const char *form, const struct id *slot, bool *held, int64_t *since_unix,
	   struct err *err)
{
	char *name = sheet_draft_name(form, slot);
	struct draft_holder holder = { 0 };
	const struct id *root = building ? building : &no_house;
	enum status status = draft_hold(app, root, name, false, &holder, err);

	if (!status && !holder.other && !holder.own)
		draft_let_go(app, root, name); /* only asked */
	*held = holder.other;
	*since_unix = holder.since_unix;
	free(name);
	return status;
}

enum status
sheet_take_over(struct app *app, const struct id *building, const char *form, const struct id *slot, struct err *err)
{
	char *name = sheet_draft_name(form, slot);
	struct draft_holder holder;
	enum status status = draft_hold(app, building ? building : &no_house, name, true, &holder, err);

	free(name);
	return status;
}

enum status
sheet_hold(struct sheet *sheet, struct err *err)
{
	struct draft_holder holder;
	enum status status = draft_hold(sheet->app, &sheet->root, sheet->draft, false, &holder, err);
	char since[17];

	if (status)
		return status;
	clock_minute(holder.since_unix, since);
	if (holder.other)
		return err_set(err, STATUS_CONFLICT,
			       _("another window of louce has this form open since %s: go on there, or close it there"), since);
	sheet->holds = true;
	return STATUS_OK;
}

/* ---- what the answers are typed over */

void
sheet_note_upon(struct sheet *sheet)
{
	const struct flow_slot *slot = sheet_slot(sheet);
	size_t count = slot ? slot->head_count : 0;

	free(sheet->upon);
	sheet->upon = mem_array(count, sizeof(*sheet->upon));
	for (size_t i = 0; i < count; i++)
		sheet->upon[i] = sheet->dossier->steps[slot->heads[i]].id;
	sheet->upon_count = count;
}

static bool
heads_are_others(const struct sheet *sheet)
{
	const struct flow_slot *slot = sheet_slot(sheet);
	size_t count = slot ? slot->head_count : 0, same = 0;

	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < sheet->upon_count; k++)
			same += id_equal(&sheet->dossier->steps[slot->heads[i]].id, &sheet->upon[k]);
	return same != count || count != sheet->upon_count;
}

void
sheet_take_upon(struct sheet *sheet, const struct value *list)
{
	sheet_note_upon(sheet);
	if (!list) /* of an earlier louce */
		return;
	sheet->upon = mem_resize(sheet->upon, list->list.count + 1, sizeof(*sheet->upon));
	sheet->upon_count = 0;
	for (size_t i = 0; i < list->list.count; i++)
		if (list->list.items[i].type == VALUE_TEXT && id_from_hex(list->list.items[i].text, &sheet->upon[sheet->upon_count]))
			sheet->upon_count++;
}

struct value
sheet_upon_list(const struct sheet *sheet)
{
	struct value list = value_list();
	char hex[ID_HEX_LEN + 1];

	for (size_t i = 0; i < sheet->upon_count; i++)
		value_append_take(&list, value_text(id_hex(&sheet->upon[i], hex)));
	return list;
}

/* The building as it stands in the file now. */
enum status
sheet_reload(struct sheet *sheet, struct err *err)
{
	struct private_reader reader = vault_reader(sheet->app);
	struct dossier *anew = NULL;
	enum status status = app_refresh(sheet->app, err);

	if (!status && sheet->dossier)
		status = dossier_load(app_store(sheet->app), &sheet->root, &reader, &anew, err);
	if (!status && anew) {
		dossier_free(sheet->dossier);
		sheet->dossier = anew;
	}
	if (!status)
		sheet->generation = store_generation(app_store(sheet->app));
	return status;
}

/* What the form is based on may have been signed anew since the person looked at it: told once, and seen from then on. */
static enum status
check_seen(struct sheet *sheet, struct err *err)
{
	const struct pack *pack = app_pack(sheet->app);
	struct value now = upon_heads(pack, sheet->form, sheet->dossier);
	const struct form *changed = upon_changed(pack, sheet->dossier, &sheet->seen, &now);

	if (changed && sheet_ask_again(sheet, &sheet->seen))
		sheet_check(sheet);
	value_release(&sheet->seen);
	sheet->seen = now;
	sheet->changed |= changed != NULL;
	return changed ? err_set(err, STATUS_CONFLICT,
				 _("\"%s\" was signed anew since these answers were begun; nothing is signed yet: look at it, then sign once more"),
				 label_text(&changed->label, _("en")))
		       : STATUS_OK;
}

/* Another window, or a command, may have signed the form since it was opened here, or what it is based on. */
enum status
sheet_check_others(struct sheet *sheet, struct err *err)
{
	const struct flow_step *head;
	enum status status = draft_still_held(sheet->app, &sheet->root, sheet->draft, err);

	if (!status)
		status = sheet_reload(sheet, err);
	if (status)
		return status;
	if (sheet->told_of_heads || !heads_are_others(sheet))
		return check_seen(sheet, err);
	sheet->told_of_heads = true;
	head = sheet_head(sheet);
	return err_set(err, STATUS_CONFLICT,
		       _("\"%s\" signed this form while it was open here; nothing is signed yet: go back and look at it, "
			 "or sign once more to put these answers in the place of those"),
		       head && head->author ? head->author->name : "?");
}

enum status
sheet_check_falling(struct sheet *sheet, struct err *err)
{
	char *asked = sheet->falling ? mem_strdup(sheet->falling) : NULL, *now = NULL;
	enum status status = STATUS_OK;

	if (sheet->told_of_falling)
		now = sheet_falling(sheet);
	if (now && (!asked || strcmp(now, asked) != 0))
		status = err_set(err, STATUS_CONFLICT, _("with your signature these fall, and the house is signed anew: %s"), now);
	free(asked);
	free(now);
	return status;
}
