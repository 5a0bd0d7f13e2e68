#include "app/paper/print_state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/session/act.h"
#include "app/session/person.h"
#include "app/session/tries.h"
#include "app/session/unlock.h"
#include "app/session/workspace.h"
#include "app/table/report.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/mem.h"
#include "store/store.h"

/* Printing: papers are made, shown in words, written to a file, and said in a signed step a house, all or nothing. */

enum status
app_print_can(struct err *err)
{
	return printed_can(err);
}

/* ---- signing */

static enum status
put_note(struct printing *printing, const struct print_note *note, struct err *err)
{
	const struct paper_prints *prints = &printing->pack->prints;
	struct step step = { .data = value_object() };
	struct id id;
	enum status status;

	act_in_role(printing->app, &prints->form->by, note->division);
	strcpy(step.kind, prints->form->name);
	step_set_area(&step, note->division);
	step.has_building = true;
	step.building = note->building;
	value_set_text(&step.data, prints->what->name, printing->paper->name);
	value_set_text(&step.data, prints->serial->name, note->serial);
	value_set_text(&step.data, prints->of->name, note->of);
	status = act_put(app_store(printing->app), app_signer(printing->app), &step, &id, err);
	step_release(&step);
	return status;
}

static enum status
sign_notes(struct printing *printing, struct err *err)
{
	enum status status = printing->note_count ? act_begin(printing->app, err) : STATUS_OK;

	if (status || !printing->note_count)
		return status;
	status = act_still_judged(printing->app, printing->generation, err);
	for (size_t i = 0; i < printing->note_count && !status; i++)
		status = put_note(printing, &printing->notes[i], err);
	return act_end(printing->app, status, err);
}

/* ---- the file */

/* In the folder that was chosen, else beside the workspace, by the paper's name and what it is of; of a list of houses by the day. */
static enum status
own_path(const struct printing *printing, char **out, struct err *err)
{
	const char *workspace = app_workspace(printing->app), *slash = strrchr(workspace, '/');
	char shortened[11] = "", *name, *stem;
	const char *title;
	enum status status;

	if (printing->ask.listed)
		clock_date(clock_now_unix(), shortened);
	else if (printing->building_count)
		id_short(&printing->buildings[0], shortened);
	title = printing->ask.lang && strcmp(printing->ask.lang, "zh") == 0 ? label_text(&printing->paper->title, "zh") : NULL;
	name = mem_printf("%s-%s", title && !strchr(title, '/') ? title : printing->paper->name,
			  *shortened	   ? shortened
			  : printing->area ? printing->area
					   : printing->papers[0].serial);
	stem = printing->ask.folder ? file_join(printing->ask.folder, name)
				    : mem_printf("%.*s%s", slash ? (int)(slash - workspace + 1) : 0, workspace, name);
	status = file_free_name(stem, ".pdf", out, err);
	free(stem);
	free(name);
	return status;
}

static enum status
check_path(const struct app_print *ask, struct err *err)
{
	if (ask->path && !ask->replace && file_exists(ask->path))
		return err_set(err, STATUS_CONFLICT, _("\"%s\" is there already: choose another name, or write over it with --overwrite"),
			       ask->path);
	return STATUS_OK;
}

/* ---- the act */

void
app_print_drop(struct printing *printing)
{
	if (!printing)
		return;
	for (size_t i = 0; i < printing->count; i++)
		printed_release(&printing->papers[i]);
	for (size_t i = 0; i < printing->note_count; i++) {
		free(printing->notes[i].of);
		free(printing->notes[i].earlier);
	}
	free(printing->papers);
	free(printing->serials);
	free(printing->notes);
	free(printing->buildings);
	free(printing->area);
	free(printing->path);
	free(printing);
}

static enum status
prepare(struct app *app, const struct app_print *ask, const struct printing *before, struct printing **out, struct err *err)
{
	struct printing *printing;
	enum status status = printed_can(err);

	*out = NULL;
	if (!status)
		status = act_needs_person(app, err);
	if (status)
		return status;
	printing = mem_alloc(sizeof(*printing));
	*printing = (struct printing){ .app = app,
				       .ask = *ask,
				       .given = *ask,
				       .pack = app_pack(app),
				       .generation = store_generation(app_store(app)),
				       .before = before };
	act_reads_begin(app);
	status = check_path(ask, err);
	if (!status)
		status = print_find(printing, err);
	if (!status)
		status = print_make(printing, err);
	status = act_reads_end(app, status, err);
	if (!status && ask->path)
		printing->path = mem_strdup(ask->path);
	else if (!status)
		status = own_path(printing, &printing->path, err);
	if (status) {
		app_print_drop(printing);
		return status;
	}
	*out = printing;
	return STATUS_OK;
}

enum status
app_print_prepare(struct app *app, const struct app_print *ask, struct printing **out, struct err *err)
{
	return prepare(app, ask, NULL, out, err);
}

enum status
app_print_prepare_anew(struct printing **printing, struct err *err)
{
	struct printing *before = *printing, *fresh = NULL;
	enum status status = prepare(before->app, &before->given, before, &fresh, err);

	if (status) {
		err_context(err, "%s", _("the papers can no longer be made as they were shown; nothing was written"));
		return status;
	}
	fresh->before = NULL;
	app_print_drop(before);
	*printing = fresh;
	return STATUS_OK;
}

/* The paper was read before it is written: a stick may be pulled out in between. */
static enum status
check_file(const struct printing *printing, struct err *err)
{
	int64_t size;
	enum status status = paper_prove_file(printing->file, &size, err);

	if (status)
		err_context(err, "%s", _("the file that is handed over is no longer as the paper says; nothing was written"));
	else if (size != printing->file_size)
		status = err_set(err, STATUS_CONFLICT,
				 _("the file \"%s\" was written anew since the paper was shown: look at the paper again"), printing->file);
	return status;
}

/* No paper lies about under its name of which the house knows nothing: until it is signed its name says that it is not. */
enum status
app_print_sign(struct printing *printing, struct app_print_done *out, struct err *err)
{
	char *unsigned_path = mem_printf("%s.unsigned", printing->path);
	struct buf pdf = { 0 };
	struct err ignored = { 0 };
	bool in_place;
	enum status status = printing->file ? check_file(printing, err) : STATUS_OK;

	*out = (struct app_print_done){ 0 };
	if (!status)
		status = printed_write(printing->papers, printing->count, clock_now_unix(), &pdf, err);
	if (!status)
		status = app_report_may_write(printing->path, printing->ask.replace, err);
	if (!status)
		status = file_write(unsigned_path, buf_text(&pdf), pdf.len, 0600, err);
	buf_release(&pdf);
	if (!status) {
		status = sign_notes(printing, err);
		if (status)
			unlink(unsigned_path);
	}
	if (status) {
		free(unsigned_path);
		return status;
	}
	/* It is signed: where it cannot get its name it keeps the one that it has, and is told by that. */
	in_place = printing->ask.replace ? rename(unsigned_path, printing->path) == 0
					 : file_put_in_place(unsigned_path, printing->path, &ignored) == STATUS_OK;
	*out = (struct app_print_done){ .path = mem_strdup(in_place ? printing->path : unsigned_path),
					.papers = printing->count,
					.unfit = printing->unfit,
					.houses = printing->note_count,
					.serial = mem_strdup(printing->papers[0].serial) };
	free(unsigned_path);
	return STATUS_OK;
}

static enum status
try_print(struct app *app, const struct app_print *ask, struct app_print_done *out, struct err *err)
{
	struct printing *printing = NULL;
	enum status status = app_print_prepare(app, ask, &printing, err);

	*out = (struct app_print_done){ 0 };
	if (!status)
		status = app_print_sign(printing, out, err);
	app_print_drop(printing);
	return status;
}

enum status
app_print(struct app *app, const struct app_print *ask, struct app_print_done *out, struct err *err)
{
	struct act_tries tries = { 0 };
	enum status status;

	do
		status = try_print(app, ask, out, err);
	while (act_try_again(app, &tries, &status, err));
	return status;
}

void
app_print_done_release(struct app_print_done *done)
{
	free(done->path);
	free(done->serial);
	*done = (struct app_print_done){ 0 };
}
