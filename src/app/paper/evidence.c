#include "app/paper/evidence.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/paper/print.h"
#include "app/session/person.h"
#include "base/attr.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/parts/papers.h"

#define FILE_ENDING ".louce"
#define PAPER_ENDING ".pdf"

/* The stem of both names, in the folder. */
static char *
stem_of(const struct app *app, const struct id *house, const char *folder)
{
	const char *workspace = app_workspace(app), *slash = strrchr(workspace, '/');
	char *beside = slash ? mem_strndup(workspace, (size_t)(slash - workspace) + 1) : mem_strdup("."), shortened[9], *name, *stem;

	name = mem_printf("evidence-%s", id_short(house, shortened));
	stem = file_join(folder ? folder : beside, name);
	free(name);
	free(beside);
	return stem;
}

static enum status
print_paper(struct app *app, const struct id *house, const char *stem, const char *lang, struct app_evidence *out, struct err *err)
{
	struct app_print ask = { .paper = pack_evidence_paper(app_pack(app))->name, .lang = lang, .building = house, .file = out->path };
	struct app_print_done done = { 0 };
	char *path = mem_printf("%s%s", stem, PAPER_ENDING);
	enum status status;

	ask.path = path;
	status = app_print(app, &ask, &done, err);
	if (!status) {
		out->paper = mem_strdup(done.path);
		out->serial = mem_strdup(done.serial);
	}
	app_print_done_release(&done);
	free(path);
	return status;
}

/* Why there will be no paper; NULL: there will be one. */
static char *
no_paper(const struct app *app)
{
	struct err why = { 0 };

	if (app_print_can(&why))
		return mem_strdup(why.text);
	if (!app_pack(app) || !pack_evidence_paper(app_pack(app)))
		return mem_strdup(_("the form pack in force names no paper for the evidence of a house"));
	return NULL;
}

enum status
app_evidence(struct app *app, const struct id *house, const char *folder, const char *lang, struct app_evidence *out, struct err *err)
{
	static const char *const endings[] = { FILE_ENDING, PAPER_ENDING };
	char *stem = stem_of(app, house, folder), *numbered = NULL;
	enum status status = file_free_stem(stem, endings, ARRAY_LEN(endings), &numbered, err);

	*out = (struct app_evidence){ .why = no_paper(app) };
	if (!status) {
		out->path = mem_printf("%s%s", numbered, FILE_ENDING);
		status = app_house_file(app, house, out->path, &out->file, err);
	}
	if (!status && !out->why) {
		status = print_paper(app, house, numbered, lang, out, err);
		if (status) /* no file lies about without the paper that was to go with it */
			unlink(out->path);
	}
	free(numbered);
	free(stem);
	if (status)
		app_evidence_release(out);
	return status;
}

char *
app_evidence_words(const struct app *app, const char *folder)
{
	const char *what = _(
		"A file of this house that proves itself is written, with all its steps and photos, and the paper that goes with it.");
	char *where = folder ? mem_printf(_("Both are written into: %s"), folder)
			     : mem_strdup(_("Both are written beside the file of this laptop."));
	char *who = mem_printf(_("You sign, as %s (%s), that the paper was printed; the history of the house says it."),
			       app_person_name(app), app_person_role(app)),
	     *words = mem_printf("%s\n%s\n%s\n", what, where, who);

	free(where);
	free(who);
	return words;
}

bool
app_is_evidence(const struct app *app, const char *paper)
{
	const struct pack_paper *evidence = app_pack(app) ? pack_evidence_paper(app_pack(app)) : NULL;

	return evidence && strcmp(evidence->name, paper) == 0;
}

void
app_evidence_release(struct app_evidence *evidence)
{
	free(evidence->path);
	free(evidence->paper);
	free(evidence->serial);
	free(evidence->why);
	*evidence = (struct app_evidence){ 0 };
}
