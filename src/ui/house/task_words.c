#include "ui/house/task_words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/house/due.h"
#include "app/house/label.h"
#include "base/i18n.h"
#include "form/later/added.h"
#include "form/pack.h"

static const enum flow_task kinds[] = { TASK_ANY,      TASK_OVERDUE,  TASK_RETURNED, TASK_FORM, TASK_ADDED, TASK_AGAIN,
					TASK_FINDINGS, TASK_CONFLICT, TASK_SIGN,     TASK_NONE, TASK_DONE };

size_t
task_kind_count(void)
{
	return ARRAY_LEN(kinds);
}

enum flow_task
task_kind(size_t index)
{
	return kinds[index];
}

const char *
task_kind_label(size_t index)
{
	return house_task_words(kinds[index]);
}

static void
task_words(const struct ui *ui, const struct listed *row, char *out, size_t size)
{
	const struct pack *pack = app_pack(ui->app);
	const struct form *form = pack_form(pack, row->task_name);
	const struct level *level = *row->task_chain ? house_level(ui->app, row->task_chain, row->task_name) : NULL;
	const struct field *added = row->task == TASK_ADDED ? pack_field(pack, row->task_name) : NULL;
	char *question = added ? added_question(pack, added) : NULL;
	const char *name = added ? question : level ? label_text(&level->label, ui->lang) : form ? label_text(&form->label, ui->lang) : "";

	if (row->counted_as)
		/* Translators: of a house in a list, in few words: the number of the one that it is decided to be one with. */
		snprintf(out, size, row->case_goes_on ? _("its case goes on; counted as %s") : _("not counted: one house with %s"),
			 row->counted_as);
	else if (row->task == TASK_NONE)
		snprintf(out, size, "%s", house_task_words(row->done ? TASK_DONE : TASK_NONE));
	else
		snprintf(out, size, "%s%s%s", house_task_words(row->task), *name ? " " : "", name);
	free(question);
}

void
task_words_alone(const struct ui *ui, const struct listed *row, char *out, size_t size)
{
	int64_t days = due_days(row->day);
	char task[128] = "";

	task_words(ui, row, task, sizeof(task));
	if (days != DUE_NEVER && days < 0)
		snprintf(out, size, _("overdue: %s"), task);
	else
		snprintf(out, size, "%s", task);
}

/* Writes the last day of what the house waits for: behind the name of a form, and before a signature, whose words may be longer than the column. */
static bool
due_task_words(const struct ui *ui, const struct listed *row, char *out, size_t size)
{
	const struct form *form = row->task == TASK_FORM ? pack_form(app_pack(ui->app), row->task_name) : NULL;
	int64_t days = due_days(row->day);
	char task[128] = "", late[128] = "";

	if (row->other_overdue) {
		struct listed other = { .task = row->other.task };

		strncpy(other.task_name, row->other.name, sizeof(other.task_name) - 1);
		strncpy(other.task_chain, row->other.chain, sizeof(other.task_chain) - 1);
		task_words(ui, &other, late, sizeof(late));
		task_words(ui, row, task, sizeof(task));
		/* Translators: of a house in a list, in few words: what is past its day, since which month and day; and what it waits for first, which is not. */
		snprintf(out, size, _("overdue since %s: %s; %s"), row->other.day + 5, late, task);
		return true;
	}
	if (days == DUE_NEVER)
		return false;
	if (form && days < 0) {
		snprintf(out, size, _("%s (overdue)"), label_text(&form->label, ui->lang));
	} else if (form) {
		snprintf(out, size, _("%s (by %s)"), label_text(&form->label, ui->lang), row->day + 5);
	} else {
		task_words(ui, row, task, sizeof(task));
		if (days < 0)
			snprintf(out, size, _("overdue: %s"), task);
		else
			snprintf(out, size, _("by %s: %s"), row->day + 5, task);
	}
	return due_is_urgent(days);
}

bool
task_wait_words(const struct ui *ui, const struct listed *row, char *out, size_t size)
{
	*out = '\0';
	task_words(ui, row, out, size);
	return due_task_words(ui, row, out, size) || row->task == TASK_RETURNED;
}
