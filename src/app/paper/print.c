#include "app/paper/print.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/house/place.h"
#include "app/house/rights.h"
#include "app/paper/evidence.h"
#include "app/paper/paper_state.h"
#include "app/session/act.h"
#include "app/session/division.h"
#include "app/session/person.h"
#include "app/session/unlock.h"
#include "app/table/report.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "seal/seal.h"
#include "store/store.h"

/* Printing: papers are made, written to a file, and said in a signed step a house, all or nothing. */

/* A step that says that a paper of a house was printed. */
struct print_note {
	struct id building;
	char division[DIVISION_CODE_LEN + 1];
	char serial[PAPER_SERIAL_SIZE];
	char *of;
};

struct printing {
	struct app *app;
	const struct app_print *ask;
	const struct pack *pack;
	const struct pack_paper *paper;
	struct printed *papers;
	size_t count, unfit;
	struct print_note *notes;
	size_t note_count, note_cap;
	struct id *buildings; /* that it is about */
	size_t building_count;
	char *area;	  /* or the digits of the village */
	const char *file; /* or the path */
};

enum status
app_print_can(struct err *err)
{
	return printed_can(err);
}

/* The paper of this name in the pack in force; an unknown one is answered with those there are. */
static enum status
find_paper(const struct app *app, const char *name, const struct pack_paper **out, struct err *err)
{
	const struct pack *pack = app_pack(app);
	struct buf known = { 0 };
	enum status status;

	if (!pack)
		return err_set(err, STATUS_NOT_FOUND, _("no form pack is in force in this file; run louce forms publish"));
	*out = pack_paper(pack, name);
	if (*out)
		return STATUS_OK;
	for (size_t i = 0; i < pack->paper_count; i++)
		buf_printf(&known, "%s%s (%s)", i ? _(", ") : "", pack->papers[i].name, label_text(&pack->papers[i].title, _("en")));
	status = known.len ? err_set(err, STATUS_NOT_FOUND, _("there is no paper \"%s\"; there are: %s"), name, buf_text(&known))
			   : err_set(err, STATUS_NOT_FOUND, _("the form pack in force has no papers"));
	buf_release(&known);
	return status;
}

/* ---- making */

/* Day and eight digits: nobody types a second one of the same number. */
static void
draw_serial(char out[PAPER_SERIAL_SIZE])
{
	uint8_t drawn[4];
	char day[11];

	clock_date(clock_now_unix(), day);
	random_bytes(drawn, sizeof(drawn));
	snprintf(out, PAPER_SERIAL_SIZE, "%.4s%.2s%.2s-%02x%02x-%02x%02x", day, day + 5, day + 8, drawn[0], drawn[1], drawn[2], drawn[3]);
}

static struct paper_making
begin(const struct printing *printing, struct printed *out)
{
	struct paper_making making = {
		.app = printing->app, .pack = printing->pack, .paper = printing->paper, .lang = printing->ask->lang, .out = out
	};

	draw_serial(making.serial);
	clock_date(clock_now_unix(), making.today);
	out->title = mem_strdup(label_text(&printing->paper->title, making.lang));
	out->serial = mem_strdup(making.serial);
	out->official = printing->paper->official;
	return making;
}

static void
note(struct printing *printing, const struct paper_making *making, const struct id *building, const char *division)
{
	struct print_note *out;

	MEM_GROW(printing->notes, printing->note_count, printing->note_cap);
	out = &printing->notes[printing->note_count++];
	*out = (struct print_note){ .building = *building, .of = mem_strdup(making->of ? making->of : division) };
	memcpy(out->serial, making->serial, sizeof(out->serial));
	snprintf(out->division, sizeof(out->division), "%s", division);
}

/* Puts the blocks of the paper together. */
static enum status
add_blocks(struct paper_making *making, struct err *err)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < making->paper->block_count && !status; i++) {
		const struct paper_block *block = &making->paper->blocks[i];

		if (paper_holds(making, &block->when))
			status = paper_add_block(making, block, err);
	}
	return status;
}

static enum status
check_seen(const struct paper_making *making, struct err *err)
{
	return making->hidden ? err_set(err, STATUS_DENIED,
					_("this paper shows \"%s\", which this person must not see before a check of the house is filled"),
					making->hidden)
			      : STATUS_OK;
}

static enum status
make_of_house(struct printing *printing, const struct id *building, struct printed *out, bool *fits, struct err *err)
{
	struct paper_making making = begin(printing, out);
	enum status status = paper_house_open(&making, building, err);

	making.file = printing->ask->file;
	*fits = status || paper_holds(&making, &printing->paper->relevant);
	if (!*fits && printing->ask->listed) {
		paper_house_close(&making);
		return STATUS_OK;
	}

	if (!status)
		status = house_fill_right(printing->app, printing->pack->prints.form, making.dossier, making.dossier->division, err);
	if (!status && !*fits)
		status = err_set(err, STATUS_INVALID, _("the paper \"%s\" is not for this house as it stands"),
				 label_text(&printing->paper->title, making.lang));
	if (!status)
		status = add_blocks(&making, err);
	if (!status)
		status = check_seen(&making, err);
	if (!status)
		note(printing, &making, building, making.dossier->division);
	paper_house_close(&making);
	return status;
}

static enum status
check_right(const struct printing *printing, const struct id *building, struct err *err)
{
	struct dossier *dossier = NULL;
	enum status status = dossier_load(app_store(printing->app), building, NULL, &dossier, err);

	if (!status)
		status = house_fill_right(printing->app, printing->pack->prints.form, dossier, dossier->division, err);
	dossier_free(dossier);
	return status;
}

static enum status
make_of_division(struct printing *printing, struct printed *out, struct err *err)
{
	struct paper_making making = begin(printing, out);
	enum status status = app_check_area(printing->app, printing->area, err);

	making.division = printing->area;
	if (!status && strlen(making.division) != DIVISION_CODE_LEN)
		status = err_set(err, STATUS_INVALID, _("the paper \"%s\" is about one village: name it"),
				 label_text(&printing->paper->title, making.lang));
	if (!status)
		status = add_blocks(&making, err);
	if (!status && making.root_count) /* all of them stand in one village */
		status = check_right(printing, &making.roots[0], err);
	for (size_t i = 0; i < making.root_count && !status; i++)
		note(printing, &making, &making.roots[i], making.division);
	free(making.roots);
	return status;
}

static enum status
make_of_file(struct printing *printing, struct printed *out, struct err *err)
{
	struct paper_making making = begin(printing, out);

	making.file = printing->file;
	return add_blocks(&making, err);
}

static enum status
make_all(struct printing *printing, struct err *err)
{
	enum status status = STATUS_OK;

	if (printing->paper->about != PAPER_OF_HOUSE) {
		printing->papers = mem_array(1, sizeof(*printing->papers));
		printing->count = 1;
		return printing->paper->about == PAPER_OF_FILE ? make_of_file(printing, printing->papers, err)
							       : make_of_division(printing, printing->papers, err);
	}
	printing->papers = mem_array(printing->building_count, sizeof(*printing->papers));
	for (size_t i = 0; i < printing->building_count && !status; i++) {
		struct printed *paper = &printing->papers[printing->count++];
		bool fits;

		status = make_of_house(printing, &printing->buildings[i], paper, &fits, err);
		if (!status && !fits) {
			printed_release(paper);
			printing->count--;
			printing->unfit++;
		}
	}
	if (!status && !printing->count)
		status = err_set(err, STATUS_INVALID, _("the paper \"%s\" is for none of these houses as they stand"),
				 label_text(&printing->paper->title, printing->ask->lang));
	return status;
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
sign_notes(struct printing *printing, unsigned generation, struct err *err)
{
	enum status status = printing->note_count ? act_begin(printing->app, err) : STATUS_OK;

	if (status || !printing->note_count)
		return status;
	status = act_still_judged(printing->app, generation, err);
	for (size_t i = 0; i < printing->note_count && !status; i++)
		status = put_note(printing, &printing->notes[i], err);
	return act_end(printing->app, status, err);
}

/* ---- the file */

/* Beside the workspace, by the paper's name and what it is of; of a list of houses by the day. */
static enum status
own_path(const struct printing *printing, char **out, struct err *err)
{
	const char *workspace = app_workspace(printing->app), *slash = strrchr(workspace, '/');
	char shortened[11] = "", *stem;
	enum status status;

	if (printing->ask->listed)
		clock_date(clock_now_unix(), shortened);
	else if (printing->building_count)
		id_short(&printing->buildings[0], shortened);
	stem = mem_printf("%.*s%s-%s", slash ? (int)(slash - workspace + 1) : 0, workspace, printing->paper->name,
			  *shortened	   ? shortened
			  : printing->area ? printing->area
					   : printing->papers[0].serial);
	status = file_free_name(stem, ".pdf", out, err);
	free(stem);
	return status;
}

static enum status
write_and_sign(struct printing *printing, unsigned generation, struct app_print_done *out, struct err *err)
{
	struct buf pdf = { 0 };
	char *path = printing->ask->path ? mem_strdup(printing->ask->path) : NULL;
	enum status status = printed_write(printing->papers, printing->count, clock_now_unix(), &pdf, err);

	if (!status && !path)
		status = own_path(printing, &path, err);
	if (!status)
		status = app_report_write(path, &pdf, 0600, printing->ask->replace, err);
	if (!status) {
		status = sign_notes(printing, generation, err);
		if (status) /* no paper lies about of which the house knows nothing */
			unlink(path);
	}
	buf_release(&pdf);
	if (status) {
		free(path);
		return status;
	}
	*out = (struct app_print_done){ .path = path,
					.papers = printing->count,
					.unfit = printing->unfit,
					.houses = printing->note_count,
					.serial = mem_strdup(printing->papers[0].serial) };
	return STATUS_OK;
}

static enum status
take_list(struct printing *printing, struct err *err)
{
	const struct app_print *ask = printing->ask;

	if (ask->listed_count > APP_PRINT_LISTED_MOST)
		return err_set(err, STATUS_INVALID, _("these are %zu houses, and at most %d are printed at once: narrow the list"),
			       ask->listed_count, APP_PRINT_LISTED_MOST);
	printing->building_count = ask->listed_count;
	printing->buildings = mem_array(ask->listed_count, sizeof(*printing->buildings));
	memcpy(printing->buildings, ask->listed, ask->listed_count * sizeof(*printing->buildings));
	return STATUS_OK;
}

/* What the paper is about, as a person names it. */
static enum status
find_subject(struct printing *printing, struct err *err)
{
	const struct app_print *ask = printing->ask;
	const char *title = label_text(&printing->paper->title, ask->lang), *word = ask->word_count ? ask->words[0] : NULL;
	enum status status = STATUS_OK;

	if (printing->paper->about != PAPER_OF_HOUSE && ask->word_count != 1)
		return err_set(err, STATUS_INVALID,
			       printing->paper->about == PAPER_OF_FILE ? _("the paper \"%s\" is about a file that is handed over: name one")
								       : _("the paper \"%s\" is about one village: name it"),
			       title);
	if (printing->paper->about == PAPER_OF_FILE) {
		printing->file = word;
		return STATUS_OK;
	}
	if (printing->paper->about == PAPER_OF_DIVISION) {
		printing->area = app_has_area(printing->app, word) ? mem_strdup(word) : app_area_named(printing->app, word);
		return printing->area ? STATUS_OK : app_check_area(printing->app, word, err);
	}
	if (ask->listed)
		return take_list(printing, err);
	if (!ask->building && !ask->word_count)
		return err_set(err, STATUS_INVALID, _("the paper \"%s\" is about houses: name at least one"), title);
	printing->building_count = ask->building ? 1 : ask->word_count;
	printing->buildings = mem_array(printing->building_count, sizeof(*printing->buildings));
	if (ask->building)
		printing->buildings[0] = *ask->building;
	for (size_t i = 0; !ask->building && i < ask->word_count && !status; i++)
		status = app_building_find(printing->app, ask->words[i], &printing->buildings[i], err);
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

enum status
app_print(struct app *app, const struct app_print *ask, struct app_print_done *out, struct err *err)
{
	struct printing printing = { .app = app, .ask = ask };
	enum status status = printed_can(err);
	unsigned generation;

	*out = (struct app_print_done){ 0 };
	if (!status)
		status = act_needs_person(app, err);
	if (status)
		return status;
	generation = store_generation(app_store(app));
	act_reads_begin(app);
	printing.pack = app_pack(app);
	status = find_paper(app, ask->paper, &printing.paper, err);
	if (!status)
		status = check_path(ask, err);
	if (!status)
		status = find_subject(&printing, err);
	if (!status)
		status = act_reads_end(app, make_all(&printing, err), err);
	if (!status)
		status = write_and_sign(&printing, generation, out, err);
	for (size_t i = 0; i < printing.count; i++)
		printed_release(&printing.papers[i]);
	for (size_t i = 0; i < printing.note_count; i++)
		free(printing.notes[i].of);
	free(printing.papers);
	free(printing.notes);
	free(printing.buildings);
	free(printing.area);
	return status;
}

void
app_print_done_release(struct app_print_done *done)
{
	free(done->path);
	free(done->serial);
	*done = (struct app_print_done){ 0 };
}

/* ---- what there is to print */

static void
add_choice(const struct pack_paper *paper, const char *lang, struct app_print_choice **out, size_t *count)
{
	*out = mem_resize(*out, *count + 1, sizeof(**out));
	(*out)[(*count)++] = (struct app_print_choice){ mem_strdup(paper->name), mem_strdup(label_text(&paper->title, lang)) };
}

enum status
app_print_choices(struct app *app, const struct id *building, bool any_house, const char *lang, struct app_print_choice **out,
		  size_t *count, struct err *err)
{
	const struct pack *pack = app_pack(app);
	enum status status = STATUS_OK;

	*out = NULL;
	*count = 0;
	for (size_t i = 0; pack && i < pack->paper_count && !status; i++) {
		struct paper_making making = { .app = app, .pack = pack, .paper = &pack->papers[i], .lang = lang };

		if (making.paper->about != (building || any_house ? PAPER_OF_HOUSE : PAPER_OF_DIVISION) ||
		    (any_house && app_is_evidence(app, making.paper->name))) /* it goes with a file of its one house */
			continue;
		clock_date(clock_now_unix(), making.today);
		status = building ? paper_house_open(&making, building, err) : STATUS_OK;
		if (!status && (!building || paper_holds(&making, &making.paper->relevant)))
			add_choice(making.paper, lang, out, count);
		paper_house_close(&making);
	}
	if (status) {
		app_print_choices_free(*out, *count);
		*out = NULL;
		*count = 0;
	}
	return status;
}

void
app_print_each(const struct app *app, const char *lang, void (*visit)(const char *name, const char *title, const char *about))
{
	static const char *const about[] = {
		[PAPER_OF_HOUSE] = N_("of houses, or of all of a village"),
		[PAPER_OF_DIVISION] = N_("of a village"),
		[PAPER_OF_FILE] = N_("of a file"),
	};
	const struct pack *pack = app_pack(app);

	for (size_t i = 0; pack && i < pack->paper_count; i++)
		visit(pack->papers[i].name, label_text(&pack->papers[i].title, lang), _(about[pack->papers[i].about]));
}

void
app_print_choices_free(struct app_print_choice *choices, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(choices[i].name);
		free(choices[i].title);
	}
	free(choices);
}
