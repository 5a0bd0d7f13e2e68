#ifndef CLI_JSON_H
#define CLI_JSON_H

#include "app/house/due.h"
#include "app/machine/doctor.h"
#include "app/house/board.h"
#include "app/house/findings.h"
#include "app/people/people.h"
#include "app/people/waiting.h"
#include "app/session/keys.h"
#include "app/house/history.h"
#include "app/house/status.h"
#include "app/place/manifest.h"
#include "app/settle/questions.h"
#include "app/settle/versions.h"
#include "app/stick/export.h"
#include "app/stick/import.h"
#include "app/table/draw.h"
#include "app/roster/gone.h"
#include "app/table/sample.h"
#include "base/value.h"

/* Output of --json: everything that the commands give to programs becomes JSON here, and nowhere else. */

void cli_print_json(const struct value *value); /* with a newline at its end */

void json_print_status(const struct app_status *status, const char *area, bool list);
void json_print_history(const struct app_history *history);
void json_print_board(const struct board_table *table);
void json_print_finding(const struct app_finding *finding); /* an item of a list, nothing behind it */
void json_print_export(const struct app_exported *exported);
void json_print_import(const struct app_imported *imported, size_t twins);
void json_print_questions(const struct app_questions *questions);
void json_print_versions(const struct app_versions *versions);
void json_add_key(struct value *list, const struct app_key *key);
void json_print_people(const struct app_people *people);
void json_print_due(const struct pack *pack, const struct due_row *rows, size_t count);
void json_print_sample(const struct sample *sample);
void json_print_draw(const struct app_draw *draw, bool same); /* same: drawn again, the houses are those */
void json_print_draws(const struct app_draws *draws);
void json_print_manifests(const struct app_manifests *manifests); /* json_place.c */
void json_print_batches(const struct roster_batch *batches, size_t count);
void json_print_doctor(const struct doctor *doctor); /* json_place.c */
void json_print_waiting(const struct app_waiting_list *waiting);

#endif
