#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/machine/doctor_state.h"
#include "app/session/keys.h"
#include "app/session/workspace.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/machine/clock.h"
#include "base/machine/paths.h"
#include "base/mem.h"
#include "seal/seal.h"
#include "store/proof/checkup.h"

/* What is this machine's own: its clock, its keys, its workspace. */

#define DAY_SECONDS INT64_C(86400)
#define AHEAD_SECONDS (366 * DAY_SECONDS)

/* ---- what was installed with the program */

void
doctor_look_at_data(struct doctor *doctor)
{
	char *forms = path_of(PATH_FORMS), *catalogues = path_of(PATH_LOCALE);
	char *pack = file_join(forms, "pack.yaml"), *chinese = file_join(catalogues, "zh_CN/LC_MESSAGES/" PACKAGE_TARNAME ".mo");
	bool no_forms = !file_exists(pack), no_catalogue = !file_exists(chinese);
	char *says = no_forms && no_catalogue
			     ? mem_printf(_("the forms are not in %s, and the Chinese messages are not in %s"), forms, catalogues)
		     : no_forms	    ? mem_printf(_("the forms are not in %s"), forms)
		     : no_catalogue ? mem_printf(_("the Chinese messages are not in %s"), catalogues)
				    : mem_printf(_("they are in %s"), forms);
	const char *given = getenv("LOUCE_DATADIR");

	if (!no_forms && !no_catalogue)
		doctor_add(doctor, "data", DOCTOR_FINE, says, NULL);
	else
		doctor_add(
			doctor, "data", DOCTOR_WRONG, says,
			mem_strdup(
				given && *given
					? _("unset LOUCE_DATADIR, or let it name the folder with forms and locale; else install louce again")
					: _("install louce again")));
	free(chinese);
	free(pack);
	free(catalogues);
	free(forms);
}

/* ---- the clock */

void
doctor_look_at_clock(struct doctor *doctor, int64_t receipt_at)
{
	int64_t now = clock_now_unix() - (clock_is_given() ? 0 : clock_correction()), made = clock_days(LOUCE_DATE) * DAY_SECONDS,
		known = receipt_at > made ? receipt_at : made;
	char today[17], then[11];

	clock_minute(now, today);
	clock_date(now < made ? made : known, then);
	/* A day of grace: clocks of two machines are never the same. */
	if (now + DAY_SECONDS < made)
		doctor_add(doctor, "clock", DOCTOR_WRONG, mem_printf(_("it says %s, before this louce was made (%s)"), today, then), NULL);
	else if (receipt_at && now + DAY_SECONDS < receipt_at)
		doctor_add(doctor, "clock", DOCTOR_WRONG, mem_printf(_("it says %s, and the newest county receipt is of %s"), today, then),
			   NULL);
	else if (now > known + AHEAD_SECONDS)
		doctor_add(doctor, "clock", DOCTOR_WRONG,
			   mem_printf(_("it says %s, over a year after all that is known here (%s)"), today, then), NULL);
	else
		doctor_add(doctor, "clock", DOCTOR_FINE, mem_printf(_("%s, by the time of China"), today), NULL);
	if (doctor->items[doctor->count - 1].state == DOCTOR_WRONG)
		doctor->items[doctor->count - 1].mend = mem_strdup(_(
			"set it in the settings of the desktop, or as root: date -s 'YYYY-MM-DD HH:MM'; else answer when louce asks for the day. A clock that is wrong after each start wants a new battery"));
}

/* ---- keys */

struct key_tally {
	size_t keys, portable;
};

static bool
tally(const struct app_key *key, void *ctx)
{
	struct key_tally *count = ctx;

	count->keys++;
	count->portable += key->portable;
	return true;
}

/* Key files of this machine that are none, or that cannot be read. */
static void
add_damaged_keys(struct doctor *doctor, const char *folder)
{
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, NULL, alphasort);

	for (int i = 0; i < count; i++) {
		size_t len = strlen(entries[i]->d_name);
		struct keyfile_head head;
		struct err why = { 0 };

		if (len > 4 && strcmp(entries[i]->d_name + len - 4, ".key") == 0) {
			char *path = file_join(folder, entries[i]->d_name);

			if (keyfile_head(path, &head, &why))
				doctor_add(
					doctor, "keys", DOCTOR_WRONG, mem_printf(_("a key does not open: %s"), why.text),
					mem_strdup(_(
						"put its copy from the stick in its place; without a copy the person asks for a right anew, and the office takes the old one back")));
			free(path);
		}
		free(entries[i]);
	}
	free(entries);
}

void
doctor_look_at_keys(struct doctor *doctor)
{
	char *folder = path_of(PATH_KEYS);
	struct key_tally count = { 0 };
	struct stat about;
	struct err err = { 0 };

	if (stat(folder, &about) == 0 && (about.st_mode & 077))
		doctor_add(doctor, "keys", DOCTOR_WRONG, mem_printf(_("others on this machine can look into \"%s\""), folder),
			   mem_printf("chmod 700 '%s'", folder));
	add_damaged_keys(doctor, folder);
	if (app_each_key(tally, &count, &err))
		doctor_add(doctor, "keys", DOCTOR_WRONG, mem_strdup(err.text), mem_strdup(_("give the folder to who works here (chown)")));
	else if (!count.keys)
		doctor_add(doctor, "keys", DOCTOR_NOTE, mem_strdup(_("none is here: nobody can sign yet")),
			   mem_strdup(_("louce key new NAME, or the first page of louce")));
	else
		doctor_add(doctor, "keys", DOCTOR_FINE,
			   mem_printf(n_("%zu person can sign here", "%zu persons can sign here", (int64_t)count.keys), count.keys), NULL);
	free(folder);
}

/* ---- the workspace */

static void
add_wrong_file(struct doctor *doctor, const struct err *why)
{
	if (why->status == STATUS_TAMPERED)
		doctor_add(doctor, "file", DOCTOR_WRONG, mem_strdup(why->text),
			   mem_strdup(
				   _("copy it away as it is, then louce rebuild; or take it anew from the last stick that was exported")));
	else
		doctor_add(doctor, "file", DOCTOR_WRONG, mem_strdup(why->text), NULL);
}

/* Files that were altered, which a rebuilding put aside beside the clean one: nothing else tells of them later, and they hold personal data. */
static void
add_put_aside(struct doctor *doctor, const char *workspace)
{
	const char *slash = strrchr(workspace, '/'), *name = slash ? slash + 1 : workspace, ending[] = ".altered";
	char *folder = slash ? mem_strndup(workspace, (size_t)(slash - workspace) + 1) : mem_strdup(".");
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, NULL, alphasort);

	for (int i = 0; i < count; i++) {
		size_t len = strlen(entries[i]->d_name);
		char *path = file_join(folder, entries[i]->d_name), day[11];
		struct stat about;

		if (strncmp(entries[i]->d_name, name, strlen(name)) == 0 && len >= sizeof(ending) &&
		    strcmp(entries[i]->d_name + len + 1 - sizeof(ending), ending) == 0 && stat(path, &about) == 0) {
			clock_date(about.st_mtime, day);
			doctor_add(
				doctor, "file", DOCTOR_NOTE,
				mem_printf(_("\"%s\" was put aside when it was found altered: %.1f MB, last written on %s"), path,
					   (double)about.st_size / 1000000, day),
				mem_printf(
					_("keep it until it is known who altered it, on a stick that is locked away; then remove it here: rm '%s'"),
					path));
		}
		free(path);
		free(entries[i]);
	}
	free(entries);
	free(folder);
}

void
doctor_look_at_file(struct doctor *doctor, const char *workspace, int64_t *receipt_at)
{
	char *journal = workspace ? mem_printf("%s-journal", workspace) : NULL;
	struct store_checkup found = { 0 };
	struct err err = { 0 };

	*receipt_at = 0;
	if (seal_init(&err))
		add_wrong_file(doctor, &err);
	else if (!workspace)
		doctor_add(doctor, "file", DOCTOR_NOTE, mem_strdup(_("none was opened here yet")),
			   mem_strdup(_("louce begins one; louce doctor -w FILE looks at another")));
	else if (!file_exists(workspace))
		doctor_add(doctor, "file", DOCTOR_WRONG, mem_printf(_("\"%s\" is not there"), workspace),
			   mem_strdup(_("put in the stick or mount the disk that it lies on, or name another with -w")));
	else if (app_check_own(workspace, &err))
		add_wrong_file(doctor, &err);
	else if (file_exists(journal))
		doctor_add(doctor, "file", DOCTOR_NOTE,
			   mem_printf(_("in \"%s\" an act is under way, or was cut off; it was not looked at"), workspace),
			   mem_strdup(_("open it: what was cut off is taken back by that")));
	else if (store_checkup(workspace, &found, &err))
		add_wrong_file(doctor, &err);
	else if (found.other_version)
		doctor_add(doctor, "file", DOCTOR_NOTE,
			   mem_printf(_("the register of \"%s\" was made by another version of louce; it is made anew when it is opened"),
				      workspace),
			   NULL);
	else
		doctor_add(doctor, "file", DOCTOR_FINE,
			   mem_printf(n_("\"%s\" is whole: %" PRId64 " step; louce verify proves each signature",
					 "\"%s\" is whole: %" PRId64 " steps; louce verify proves each signature", found.steps),
				      workspace, found.steps),
			   NULL);
	if (workspace && !err.status && file_exists(workspace) && !app_has_notes(workspace))
		doctor_add(doctor, "file", DOCTOR_NOTE,
			   mem_strdup(_("the notes of this laptop beside the file are gone: an older copy would not be noticed")),
			   mem_strdup(_("open it once: they are made anew")));
	if (workspace)
		add_put_aside(doctor, workspace);
	*receipt_at = found.receipt_at;
	free(journal);
}
