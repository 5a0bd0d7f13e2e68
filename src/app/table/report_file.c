#include "app/table/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/session/division.h"
#include "app/session/workspace.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "form/pack.h"
#include "seal/seal.h"

/* A report in a file: nothing else is written over, and an older one only when that is sure. */

/* Is there something that no report can be? A report is text; a workspace, a file from a stick and a photo hold NUL bytes at their beginning. */
static bool
is_no_report(const char *path)
{
	char head[4096];
	struct err ignored = { 0 };
	ssize_t len;
	bool other;
	int fd;

	if (file_open(path, &fd, &ignored))
		return true;
	len = read(fd, head, sizeof(head));
	close(fd);
	if (len >= 4 && (memcmp(head, "PK\3\4", 4) == 0 || memcmp(head, "%PDF", 4) == 0)) /* an older one of those formats */
		return false;
	other = len < 0 || memchr(head, '\0', (size_t)len) ||
		((size_t)len > strlen(KEYFILE_BEGIN) && memcmp(head, KEYFILE_BEGIN " ", strlen(KEYFILE_BEGIN) + 1) == 0);
	return other;
}

enum status
app_report_may_write(const char *path, bool replace, struct err *err)
{
	enum status status = file_is_ordinary(path, err);

	if (!status && file_exists(path) && is_no_report(path))
		status = err_set(err, STATUS_CONFLICT, _("\"%s\" is there already and is no report; choose another name"), path);
	else if (!status && file_exists(path) && !replace)
		status = err_set(err, STATUS_CONFLICT, _("\"%s\" is there already: choose another name, or write over it with --overwrite"),
				 path);
	return status;
}

enum status
app_report_write(const char *path, const struct buf *report, unsigned mode, bool replace, struct err *err)
{
	enum status status = app_report_may_write(path, replace, err);

	return status ? status : file_write(path, buf_text(report), report->len, mode, err);
}

/* What a saved report is called: in English by its name and digits, in Chinese by its title and place, as people look for it. Caller frees. */
static char *
own_name(const struct app *app, const struct app_report *ask)
{
	const struct report *report = app_pack(app) ? pack_report(app_pack(app), ask->name) : NULL;
	const char *title = report && ask->lang && strcmp(ask->lang, "zh") == 0 ? label_text(&report->title, "zh") : NULL;
	char *place, *name;

	if (!title || strchr(title, '/'))
		return mem_printf("%s%s%s%s%s", ask->name, *ask->area ? "-" : "", ask->area, ask->by ? "-" : "",
				  division_level_name(ask->by));
	place = *ask->area ? app_place_name(app, ask->area) : mem_strdup("");
	name = mem_printf("%s%s%s%s", title, *place ? "-" : "", place,
			  ask->by == DIVISION_TOWNSHIP	? _("-by-township")
			  : ask->by == DIVISION_VILLAGE ? _("-by-village")
							: "");
	free(place);
	return name;
}

char *
app_report_stem(const struct app *app, const struct app_report *ask)
{
	const char *workspace = app_workspace(app), *slash = strrchr(workspace, '/');
	char *name = own_name(app, ask), *stem;

	stem = ask->folder ? file_join(ask->folder, name) : mem_printf("%.*s%s", slash ? (int)(slash - workspace + 1) : 0, workspace, name);
	free(name);
	return stem;
}

bool
app_report_names(const struct app *app, const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	const struct pack *pack = app_pack(app);

	for (size_t i = 0; pack && i < pack->report_count; i++) {
		const char *title = label_text(&pack->reports[i].title, "zh");
		size_t len = strlen(pack->reports[i].name);

		if (strncmp(name, title, strlen(title)) == 0 && name[strlen(title)] == '-')
			return true;

		if (strncmp(name, pack->reports[i].name, len) == 0 && name[len] == '-' && name[len + 1] >= '0' && name[len + 1] <= '9')
			return true;
	}
	return false;
}

enum status
app_report_save(struct app *app, const struct app_report *ask, const struct buf *report, char **path, struct err *err)
{
	char *stem = app_report_stem(app, ask);
	char *name = NULL;
	char *ending = mem_printf(".%s", ask->format == APP_FORMAT_TEXT ? "txt" : app_format_name(ask->format));
	enum status status = file_free_name(stem, ending, &name, err);

	free(ending);
	if (!status)
		status = file_write(name, buf_text(report), report->len, 0600, err);
	if (status)
		free(name);
	else
		*path = name;
	free(stem);
	return status;
}
