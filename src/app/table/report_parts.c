#include "app/table/report_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/session/known.h"
#include "app/table/report_make.h"
#include "base/division.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"

struct report_part {
	const char *code, *name; /* of the pack */
	char *path;
};

struct part_list {
	const struct app_report_parts *asked;
	const struct pack *pack;
	struct report_part *items;
	size_t count, cap;
};

/* The name of a file: what the person gave, then the code and the name, then the ending. */
static char *
part_path(const char *path, const char *code, const char *name)
{
	const char *slash = strrchr(path, '/'), *dot = strrchr(path, '.');
	int stem = (int)(dot && (!slash || dot > slash + 1) ? dot - path : (long)strlen(path));

	return mem_printf("%.*s-%s%s%s%s", stem, path, code, strchr(name, '/') ? "" : "-", strchr(name, '/') ? "" : name, path + stem);
}

static void
add_part(struct part_list *list, const char *code, const char *name)
{
	MEM_GROW(list->items, list->count, list->cap);
	list->items[list->count++] = (struct report_part){ code, name, part_path(list->asked->path, code, name) };
}

static enum status
add_places(struct app *app, struct part_list *list, struct err *err)
{
	const struct division **divisions = NULL;
	size_t count = 0;
	enum status status = report_places(app, &list->asked->ask,
					   list->asked->by == APP_BY_TOWNSHIP ? DIVISION_TOWNSHIP : DIVISION_VILLAGE, &divisions, &count,
					   err);

	for (size_t i = 0; i < count; i++)
		add_part(list, divisions[i]->code, divisions[i]->name);
	free(divisions);
	return status;
}

static enum status
add_parts(struct app *app, struct part_list *list, struct err *err)
{
	const struct app_report *ask = &list->asked->ask;
	const struct report *report = pack_report(list->pack, ask->name);

	if (!report)
		return known_no_report(app, ask->name, err);
	if (list->asked->by != APP_BY_OFFICE)
		return add_places(app, list, err);
	if (!report->offices)
		return err_set(err, STATUS_INVALID, _("the report \"%s\" is not made for one office each"), report->name);
	for (size_t i = 0; i < report->offices->choice_count; i++)
		add_part(list, report->offices->choices[i].name, label_text(&report->offices->choices[i].label, ask->lang));
	return STATUS_OK;
}

static enum status
check_names(const struct part_list *list, struct err *err)
{
	for (size_t i = 0; i < list->count; i++)
		if (file_exists(list->items[i].path) && !list->asked->replace)
			return err_set(err, STATUS_CONFLICT,
				       _("\"%s\" is there already: choose another name, or write over it with --overwrite"),
				       list->items[i].path);
	return STATUS_OK;
}

static enum status
write_part(struct app *app, const struct part_list *list, const struct report_part *part, bool *written, struct err *err)
{
	const struct app_report_parts *asked = list->asked;
	struct app_report ask = asked->ask;
	struct table table = { 0 };
	struct buf out = { 0 };
	char area[DIVISION_CODE_LEN + 1];
	enum status status;

	if (asked->by == APP_BY_OFFICE) {
		ask.office = part->code;
	} else {
		size_t digits = division_digits(asked->by == APP_BY_TOWNSHIP ? DIVISION_TOWNSHIP : DIVISION_VILLAGE);

		memcpy(area, part->code, digits);
		area[digits] = '\0';
		ask.area = area;
	}
	status = report_make(app, &ask, &table, err);
	if (!status)
		status = app_trouble(app, err);
	*written = !status && table.row_count > 0;
	if (*written)
		status = report_write(&table, &ask, &out, err);
	if (!status && *written)
		status = app_report_write(part->path, &out, asked->mode, asked->replace, err);
	table_release(&table);
	buf_release(&out);
	return status;
}

enum status
app_report_write_parts(struct app *app, const struct app_report_parts *parts, size_t *written, struct err *err)
{
	struct part_list list = { .asked = parts, .pack = app_pack(app) };
	enum status status = STATUS_OK;

	*written = 0;
	if (!list.pack)
		status = err_set(err, STATUS_NOT_FOUND, _("no form pack is in force in this file; run louce forms publish"));
	if (!status)
		status = add_parts(app, &list, err);
	if (!status && !list.count)
		status = err_set(err, STATUS_NOT_FOUND, _("no house of this area is in this file: there is nothing to count"));
	if (!status)
		status = check_names(&list, err);
	for (size_t i = 0; i < list.count && !status; i++) {
		bool is_written = false;

		progress_tell(parts->progress, _("Writing reports"), (int64_t)i, (int64_t)list.count);
		status = write_part(app, &list, &list.items[i], &is_written, err);
		*written += is_written;
	}
	if (!status)
		progress_tell(parts->progress, _("Writing reports"), (int64_t)list.count, (int64_t)list.count);
	for (size_t i = 0; i < list.count; i++)
		free(list.items[i].path);
	free(list.items);
	return status;
}

enum status
app_report_save_parts(struct app *app, const struct app_report *ask, const struct progress *progress, char **path, size_t *written,
		      struct err *err)
{
	char *stem = app_report_stem(app, ask);
	char *folder = NULL, *file = NULL;
	enum status status = file_free_name(stem, "", &folder, err);

	if (!status && mkdir(folder, 0700) < 0)
		status = err_set(err, STATUS_IO, _("cannot make the folder \"%s\": %s"), folder, strerror(errno));
	if (!status) {
		file = mem_printf("%s/%s.%s", folder, strrchr(stem, '/') ? strrchr(stem, '/') + 1 : stem, app_format_name(ask->format));
		status = app_report_write_parts(app,
						&(struct app_report_parts){ .ask = *ask,
									    .by = APP_BY_TOWNSHIP,
									    .path = file,
									    .mode = 0600,
									    .progress = progress },
						written, err);
	}
	if (status)
		free(folder);
	else
		*path = folder;
	free(file);
	free(stem);
	return status;
}
