#include "store/tables.h"

#include <stddef.h>

#include "eval/register.h"

/* The SQL of the tables, each with its comment. Comments are inside the SQL on purpose: whoever opens the file with another tool finds them
 * in its schema. */

/* The text of the truth belongs to the format: a file with another letter in it is altered. */
static const char journal_sql[] =
	"CREATE TABLE step (\n"
	"  -- The journal: signed steps, only ever added. body is exactly what was signed; id is BLAKE2b-256 of\n"
	"  -- DSSE's pre-authentication encoding of it; sig is the author's Ed25519 signature over the same.\n"
	"  n INTEGER PRIMARY KEY, -- order of arrival here; means nothing elsewhere\n"
	"  id BLOB NOT NULL UNIQUE,\n"
	"  body TEXT NOT NULL,\n"
	"  sig BLOB NOT NULL\n"
	") STRICT;\n"
	"CREATE TABLE photo (\n"
	"  -- Photos named by steps; id is BLAKE2b-256 of data.\n"
	"  n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, data BLOB NOT NULL\n"
	") STRICT;\n"
	"CREATE TABLE box (\n"
	"  -- Sealed private values named by steps; id is BLAKE2b-256 of data. Erasing a row breaks no signature.\n"
	"  n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, data BLOB NOT NULL\n"
	") STRICT;\n";

static const char rooms_sql[] =
	"CREATE TABLE pending (\n"
	"  -- Steps by nobody known here, or by one who may not (yet) sign such a thing: not verified, without effect, never\n"
	"  -- exported. Tried again when a credential or a genesis arrives.\n"
	"  n INTEGER PRIMARY KEY, id BLOB NOT NULL, author BLOB NOT NULL, body TEXT NOT NULL, sig BLOB NOT NULL,\n"
	"  carrier BLOB, -- author of the trailer they came with; NULL: a stranger. Of each the newest 1,000 and 16 MiB stay\n"
	"  UNIQUE (id, sig)\n"
	") STRICT;\n"
	"CREATE INDEX pending_author ON pending (author);\n"
	"CREATE INDEX pending_carrier ON pending (carrier, n);\n"
	"CREATE TABLE request (\n"
	"  -- Self-signed credentials that no genesis names: they ask for a right and have none.\n"
	"  n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, body TEXT NOT NULL, sig BLOB NOT NULL,\n"
	"  carrier BLOB -- as in pending; empty: made here\n"
	") STRICT;\n"
	"CREATE INDEX request_carrier ON request (carrier, n);\n"
	"CREATE TABLE ack (\n"
	"  -- The trailer last taken in of each author on each device: what to leave out of exports to just that one.\n"
	"  n INTEGER PRIMARY KEY, -- the higher, the later taken in\n"
	"  author BLOB NOT NULL, device BLOB NOT NULL, body TEXT NOT NULL, sig BLOB NOT NULL, UNIQUE (author, device)\n"
	") STRICT;\n"
	"CREATE TABLE pin (\n"
	"  -- The geneses that this workspace has followed, in that order: by itself, or because a person said so.\n"
	"  n INTEGER PRIMARY KEY, genesis BLOB NOT NULL, how INTEGER NOT NULL CHECK (how IN (1, 2)), UNIQUE (genesis, how)\n"
	") STRICT;\n";

/* Beside the journal, in an export: no other table stands in one. */
static const char carried_sql[] = "CREATE TABLE request (\n"
				  "  -- Self-signed credentials that ask for a right, for whom may give it.\n"
				  "  n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, body TEXT NOT NULL, sig BLOB NOT NULL\n"
				  ") STRICT;\n"
				  "CREATE TABLE trailer (\n"
				  "  -- The signed end of the file: what is in it, and what its author holds and lacks. One row.\n"
				  "  body TEXT NOT NULL, sig BLOB NOT NULL\n"
				  ") STRICT;\n";

static const char version_sql[] =
	"CREATE TABLE derived (\n"
	"  -- By what the derived tables were made. Where it is not what this program would write, they are dropped and\n"
	"  -- derived anew. One row.\n"
	"  one INTEGER PRIMARY KEY CHECK (one = 1),\n"
	"  version INTEGER NOT NULL, -- of what derivation writes\n"
	"  tables BLOB NOT NULL, -- BLAKE2b-256 of the SQL of the tables that every file has\n"
	"  pack_tables BLOB -- of those that the form pack in force asks for; NULL: no pack\n"
	") STRICT;\n";

/* Tables that every workspace has, register_building_sql among them. */
static const char logs_sql[] =
	"CREATE TABLE log (\n"
	"  -- Derived. Logs by a short number: what one author signed on one device about one area since the log was begun.\n"
	"  log INTEGER PRIMARY KEY, author BLOB NOT NULL, device BLOB NOT NULL, area TEXT NOT NULL, epoch INTEGER NOT NULL,\n"
	"  UNIQUE (author, device, area, epoch)\n"
	") STRICT;\n"
	"CREATE INDEX log_device ON log (device);\n"
	"CREATE TABLE place (\n"
	"  -- Derived. Where each step stands in its log, and what it is about.\n"
	"  n INTEGER PRIMARY KEY, -- step.n\n"
	"  log INTEGER, -- log.log; NULL: in none\n"
	"  seq INTEGER NOT NULL, -- 0: in no log\n"
	"  kind TEXT NOT NULL, at INTEGER NOT NULL, -- unix seconds, as claimed\n"
	"  building INTEGER -- building.building; NULL: about none\n"
	") STRICT;\n"
	"CREATE INDEX place_log ON place (log, seq);\n"
	"CREATE TABLE run (\n"
	"  -- Derived. What is here of each log, as unbroken runs: a step, and those it descends from by prev down to from_seq.\n"
	"  log INTEGER NOT NULL, first INTEGER NOT NULL, -- log.log, and step.n of the run's first step\n"
	"  from_seq INTEGER NOT NULL, seq INTEGER NOT NULL, last INTEGER NOT NULL, -- seq of both ends, step.n of the last\n"
	"  before BLOB, -- what the first step names as prev; NULL: nothing\n"
	"  PRIMARY KEY (log, first)\n"
	") STRICT, WITHOUT ROWID;\n"
	"CREATE INDEX place_building ON place (building) WHERE building IS NOT NULL;\n"
	"CREATE INDEX place_kind ON place (kind, n);\n";

static const char answers_sql[] =
	"CREATE TABLE item (\n"
	"  -- Derived. Sign-offs naming a building.\n"
	"  building INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (building, n)\n"
	") STRICT, WITHOUT ROWID;\n"
	"CREATE TABLE withdrawn (\n"
	"  -- Derived. Withdrawals of a sign-off, by the sign-off's id.\n"
	"  sign BLOB NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (sign, n)\n"
	") STRICT, WITHOUT ROWID;\n"
	"CREATE TABLE signed (\n"
	"  -- Derived. Effective approvals, of each level one.\n"
	"  building INTEGER NOT NULL, chain TEXT NOT NULL,\n"
	"  root BLOB NOT NULL, -- the slot's first step, of a chain over a repeat form; else empty\n"
	"  n INTEGER NOT NULL, -- level's position from 1\n"
	"  level TEXT NOT NULL, step BLOB NOT NULL, PRIMARY KEY (building, chain, root, n)\n"
	") STRICT, WITHOUT ROWID;\n"
	"CREATE TABLE returned (\n"
	"  -- Derived. Open returns, of each level one.\n"
	"  building INTEGER NOT NULL, chain TEXT NOT NULL, root BLOB NOT NULL,\n"
	"  level TEXT NOT NULL, step BLOB NOT NULL, PRIMARY KEY (building, chain, root, level)\n"
	") STRICT, WITHOUT ROWID;\n"
	"CREATE TABLE further (\n"
	"  -- Derived. What other chains of a building wait for, beside building.task.\n"
	"  building INTEGER NOT NULL, n INTEGER NOT NULL, -- from 1\n"
	"  task TEXT NOT NULL, task_name TEXT, task_chain TEXT, task_root BLOB, task_day TEXT, PRIMARY KEY (building, n)\n"
	") STRICT, WITHOUT ROWID;\n"
	"CREATE TABLE due (\n"
	"  -- Derived. What of a building stands open by a day: a form, or the next level of a chain (form NULL).\n"
	"  building INTEGER NOT NULL, n INTEGER NOT NULL, -- from 1\n"
	"  form TEXT, chain TEXT, level TEXT, root BLOB, of_case TEXT, -- whose next act it is\n"
	"  day TEXT NOT NULL, PRIMARY KEY (building, n)\n"
	") STRICT, WITHOUT ROWID;\n"
	"CREATE TABLE blind (\n"
	"  -- Derived. Forms that are blind to something, are called for at a building, and not filled.\n"
	"  building INTEGER NOT NULL, form TEXT NOT NULL, PRIMARY KEY (building, form)\n"
	") STRICT, WITHOUT ROWID;\n"
	"CREATE TABLE look (\n"
	"  -- Derived. How photos look: 64 bits that follow from the picture; 0: nothing can be told. The newest photos may lack theirs.\n"
	"  n INTEGER PRIMARY KEY, -- photo.n\n"
	"  look INTEGER NOT NULL\n"
	") STRICT;\n"
	"CREATE INDEX look_0 ON look (look & 65535, look);\n"
	"CREATE INDEX look_1 ON look (look >> 16 & 65535, look);\n"
	"CREATE INDEX look_2 ON look (look >> 32 & 65535, look);\n"
	"CREATE INDEX look_3 ON look (look >> 48 & 65535, look);\n"
	"CREATE TABLE findings_of_rules (\n"
	"  -- Derived. Rules that fire and limits that are broken; judged 0: hangs on unread private values.\n"
	"  building INTEGER NOT NULL, rule TEXT NOT NULL, level TEXT NOT NULL, kind INTEGER NOT NULL,\n"
	"  judged INTEGER NOT NULL, PRIMARY KEY (building, rule)\n"
	") STRICT, WITHOUT ROWID;\n";

const char *const tables_of_truth[] = { journal_sql, rooms_sql, NULL };
const char *const tables_of_export[] = { journal_sql, carried_sql, NULL };
const char *const tables_version[] = { version_sql, NULL };
const char *const tables_derived[] = { version_sql, logs_sql, register_building_sql, answers_sql, NULL };
