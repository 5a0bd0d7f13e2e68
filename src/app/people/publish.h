#ifndef APP_PEOPLE_PUBLISH_H
#define APP_PEOPLE_PUBLISH_H

#include "app/session/workspace.h"
#include "base/buf.h"
#include "base/id.h"

/* Form packs: those that can be published from here, checking one, publishing it. */

/* The installed pack, and those in folders on sticks that are in: the stick itself or a folder of it that holds pack.yaml. */
struct app_pack_offer {
	char *dir, *label; /* label: the pack's, in the language asked for; NULL: it cannot be read, */
	char *why;	   /* and why not */
	int64_t version;
};
struct app_pack_offers {
	struct app_pack_offer *items;
	size_t count;
};
void app_pack_offers(const char *lang, struct app_pack_offers *out);
void app_pack_offers_release(struct app_pack_offers *offers);

/* Every problem of a pack, a line each. INVALID when there is any. */
MUST_CHECK enum status app_forms_check(const char *dir, struct buf *problems, struct err *err);
/* What the pack of a folder changes of what stands, a line each; NULL: nothing. A pack that would not be published is refused first. */
struct app_forms_changes {
	char *asked;	/* questions that it adds to forms that stand, and at how many houses each is asked anew */
	char *reworded; /* words of choices and questions that become others, what is sealed no more, who reads that did not */
};
MUST_CHECK enum status app_forms_changes(struct app *app, const char *dir, struct app_forms_changes *out, struct err *err);
void app_forms_changes_release(struct app_forms_changes *changes);
MUST_CHECK enum status app_forms_publish(struct app *app, const char *dir, struct id *step, bool *in_force, struct err *err);
/* The same of the pack of a step. */
MUST_CHECK enum status app_forms_changes_of(struct app *app, const struct id *step, struct app_forms_changes *out, struct err *err);
/* What the pack of a step holds, for who agrees to it: what it changes of what stands, its forms and who fills them, who signs, its rules, its dates, its divisions. */
MUST_CHECK enum status app_forms_words(struct app *app, const struct id *step, const char *lang, struct buf *out, struct err *err);

/* ---- for the demonstration */

struct signer;
struct store;

/* Checks a pack and puts its step, inside a transaction. */
MUST_CHECK enum status pack_put(struct store *store, const struct signer *signer, const char *dir, struct id *id, struct err *err);

#endif
