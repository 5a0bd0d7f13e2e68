#ifndef APP_STICK_EXPORT_H
#define APP_STICK_EXPORT_H

#include <stddef.h>
#include <stdint.h>

#include "app/session/unlock.h"
#include "app/session/workspace.h"

/* Writing files for others onto a stick: what would go out, and writing it. What a file holds is decided by exchange/export/plan. */

struct app_export {
	const char *path; /* several parts are named NAME.1.louce, NAME.2.louce ...; a folder: a name is made in it; "-": standard output */
	const char *to;	  /* role of the pack, or a person by name or number; NULL: nobody in particular, everything */
	const char *area; /* only what lies there; NULL: the addressee's areas */
	bool all;	  /* also what the addressee says he holds */
	bool overwrite;	  /* also an export of somebody else, or for somebody else, that bears this name */
	int64_t part_bytes; /* 0: as much as a stick's file system takes */
};

/* What is here and does not go, beside what the addressees have already. */
struct app_export_left {
	char *asker; /* the name of who has no right here yet, and so writes the own requests alone, without any of the rest; NULL: anybody else */
	int64_t own;	   /* those requests */
	int64_t elsewhere; /* steps about places of none of the addressees */
	int64_t requests;  /* that nobody answered yet and no addressee may answer; of the asker, those of others */
	int64_t pending;   /* steps that wait for a credential */
	int64_t missing;   /* photos and sealed values that are not here themselves, of steps that go */
	int64_t drafts;	   /* forms that this person began and did not sign */
};
/* A sentence for each. */
void app_export_left_each(const struct app_export_left *left, void (*say)(void *ctx, const char *sentence), void *ctx);

/* What an export would hold. */
struct app_export_plan {
	int64_t steps, photos, boxes;
	int64_t bytes; /* about as large as the files become */
	size_t part_count;
	char **people; /* names of the addressees, of several of one name with the number; owned */
	size_t people_count;
	int64_t heard_unix; /* when the file was signed by which what they have is left out, the oldest of several; 0: nothing of that is left out */
	struct app_export_left left;
};
/* Plans only: signs and writes nothing. */
MUST_CHECK enum status app_export_plan(struct app *app, const struct app_export *ask, struct app_export_plan *out, struct err *err);
void app_export_plan_release(struct app_export_plan *plan);

/* What an export wrote. */
struct app_exported {
	struct app_exported_file {
		char *path;				     /* owned */
		int64_t steps, houses, photos, boxes, bytes; /* houses: those that the steps are about */
	} * files;
	size_t file_count;
	int64_t steps;	    /* in all of them */
	int64_t heard_unix; /* as in the plan */
	struct app_export_left left;
};
/* Signs a trailer a file by the unlocked person, writes the files and proves them by reading them back. Where county receipts are written, one
 * that is due is written first. Nothing that stood under the path is lost when the export fails; *out then tells the files that were finished,
 * and needs app_exported_release in any case. */
MUST_CHECK enum status app_export(struct app *app, const struct app_export *ask, struct app_exported *out, struct err *err);
/* Has this person's key a request in this file, and no right on this laptop? */
bool app_asks_only(struct app *app, const char *person);
/* Writes that person's requests: a file for whoever may give him the right. NOT_FOUND: his key asks for nothing here. */
MUST_CHECK enum status app_export_request(struct app *app, const char *path, const char *person, const struct app_ask *ask,
					  struct app_exported *out, struct err *err);
void app_exported_release(struct app_exported *exported);

#endif
