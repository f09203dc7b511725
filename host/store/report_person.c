// SPDX-License-Identifier: GPL-3.0-or-later
// The queries of one person's record. Each starts from an index that begins with the person, but
// for the small tables of questions, notices and loans.
#include "store/report_person.h"

#include <assert.h>
#include <string.h>

#include "base/err.h"
#include "store/sql.h"

#define NAME_OF(id) "(SELECT y.given || ' ' || y.family FROM person y WHERE y.id = " id ")"
#define DOOR_OF(t)                                                                                 \
	"coalesce((SELECT name FROM bank WHERE id = " t ".bank) || coalesce(' door ' || " t        \
	".door, ''), '')"

// One letter a column: t text, w moment, r rule.
static const struct {
	const char *sql, *types;
} lists[PERSON_LISTS] = {
	[PERSON_CARDS] = {"SELECT '...' || substr(uid, -4), state, since, state_at FROM card"
			  " WHERE person = ? ORDER BY since",
		"ttww"},
	[PERSON_CUSTODIES] =
		{"SELECT d.kind, coalesce(nullif(c.hold, 'parent'), c.kind),"
		 " coalesce(c.safe || ' envelope ' || c.envelope, " DOOR_OF(
			 "c") "),"
			      " c.began_at, c.began_how, " NAME_OF(
				      "c.began_by") ", c.ended_at,"
						    " CASE WHEN c.taken_back THEN "
						    "'taken back' ELSE c.ended_how "
						    "END, " NAME_OF("c.ended_by") ", " NAME_OF(
							    "c.ended_to") ", "
									  "c.off_"
									  "attested"
									  ","
									  " c."
									  "internet"
									  "_atteste"
									  "d FROM "
									  "custody "
									  "c JOIN "
									  "device "
									  "d ON "
									  "d.id = "
									  "c.device"
									  " WHERE "
									  "c."
									  "person "
									  "= ? "
									  "ORDER "
									  "BY "
									  "c.began_"
									  "at, "
									  "c.id",
			"tttwttwttttt"},
	[PERSON_DECISIONS] = {"SELECT d.at, coalesce((SELECT name FROM bank WHERE id = d.bank),"
			      " d.place), d.action, d.outcome, d.rule, d.say FROM event e JOIN"
			      " decision d ON d.id = json_extract(e.facts, '$.decision')"
			      " WHERE e.person = ?1 AND d.person = ?1 GROUP BY d.id ORDER BY "
			      "d.id",
		"wtttrt"},
	[PERSON_GRANTS] = {"SELECT kind, from_at, until_at, " NAME_OF(
				   "g.by_person") ", by_role,"
						  " reason, rooms, review, at, ended_at FROM "
						  "permission g WHERE person = ?"
						  " ORDER BY from_at, id",
		"twwtttttww"},
	[PERSON_ASKS] = {"SELECT a.kind, a.from_at, a.until_at, " NAME_OF(
				 "a.asked_by") ", a.reason, a.rooms, a.at, a.state, "
					       "a.answered_at, " NAME_OF(
						       "a.answered_by") ", a.answer"
									" FROM "
									"ask_person w "
									"JOIN ask a ON "
									"a.id = w.ask "
									"WHERE w.person "
									"= ?"
									" ORDER BY a.at, "
									"a.id",
		"twwtttwtwtt"},
	[PERSON_WALKERS] = {"SELECT from_date, until_date, days, " NAME_OF(
				    "w.by_person") ", at,"
						   " ended_at FROM walker w WHERE person = ? "
						   "ORDER BY from_date, id",
		"ttttww"},
	[PERSON_BANS] = {"SELECT kind, rule, from_date, until_date, " NAME_OF(
				 "b.by_person") ","
						" lifted_at, " NAME_OF(
							"b.lifted_by") ", lift_reason FROM "
								       "ban b"
								       " WHERE person = ? "
								       "ORDER BY "
								       "from_date, id",
		"trtttwtt"},
	[PERSON_BREACHES] = {"SELECT rule, at, " NAME_OF(
				     "b.by_person") ", state, outcome"
						    " FROM breach b WHERE person = "
						    "? ORDER BY at, id",
		"rwttt"},
	[PERSON_HOLDS] =
		{"SELECT h.kind, h.rule, h.reason, " NAME_OF(
			 "h.by_person") ", h.at, h.until_at, h.look_on, " NAME_OF("c.ended_"
										  "to") ", "
											"h."
											"ide"
											"nti"
											"fie"
											"d "
											"FRO"
											"M "
											"hol"
											"d h"
											" LE"
											"FT "
											"JOI"
											"N "
											"cus"
											"tod"
											"y "
											"c "
											"ON "
											"c."
											"id "
											"= "
											"h."
											"cus"
											"tod"
											"y "
											"WHE"
											"RE "
											"h."
											"per"
											"son"
											" = "
											"?"
											" OR"
											"DER"
											" BY"
											" h."
											"at,"
											" h."
											"id",
			"trttwwttt"},
	[PERSON_OVERRIDES] = {"SELECT at, " NAME_OF(
				      "o.by_person") ", acted, justification FROM override o WHERE "
						     "person = ? ORDER BY at, id",
		"wttt"},
	[PERSON_SIGN_INS] =
		{"SELECT in_at, " NAME_OF("s.in_by") ", out_at, " NAME_OF(
			 "s.out_by") ", about FROM sign_in s WHERE person = ? ORDER BY in_at, id",
			"wtwtt"},
	[PERSON_LOANS] =
		{"SELECT d.kind || ' ' || d.label, c.began_at, l.return_by, "
		 "c.ended_at, " NAME_OF("l.supervised_by") ", " NAME_OF(
			 "l.authorised_by") ", l.consent, l.images FROM loan l"
					    " JOIN device d ON d.id = l.device LEFT JOIN "
					    "custody c ON c.id = l.custody"
					    " WHERE l.person = ? ORDER BY l.asked_at, l.id",
			"twwwtttt"},
	[PERSON_ARRIVALS] = {"SELECT date, at, " NAME_OF(
				     "a.by_person") " FROM arrival a"
						    " WHERE person = ? ORDER BY date",
		"twt"},
	[PERSON_CONTACT] = {"SELECT CASE weekday WHEN 1 THEN 'Monday' WHEN 2 THEN 'Tuesday'"
			    " WHEN 3 THEN 'Wednesday' WHEN 4 THEN 'Thursday' WHEN 5 THEN "
			    "'Friday'"
			    " WHEN 6 THEN 'Saturday' ELSE 'Sunday' END,"
			    " coalesce(from_time, 'none'), until_time FROM contact WHERE "
			    "person = ?"
			    " ORDER BY weekday, from_time",
		"ttt"},
	[PERSON_PAST] = {"SELECT until_date, year, class FROM person_past WHERE person = ?"
			 " ORDER BY until_date",
		"ttt"},
	[PERSON_CLUBS] = {"SELECT b.name, b.ends, m.from_date, m.until_date FROM club_member m"
			  " JOIN club b ON b.id = m.club WHERE m.person = ?"
			  " ORDER BY m.from_date, b.name",
		"tttt"},
	[PERSON_QUESTIONS] = {"SELECT asked_at, " DOOR_OF("q") ", sentence, answered_at, "
							       "answer, " NAME_OF(
								       "q.answered_by") " FROM "
											"questio"
											"n q "
											"WHERE "
											"person "
											"= ?"
											" ORDER "
											"BY "
											"asked_"
											"at, id",
		"wttwtt"},
	[PERSON_NOTICES] = {"SELECT at, role, kind, text, done_at, " NAME_OF(
				    "n.done_by") " FROM notice n WHERE CASE role WHEN 'person' "
						 "THEN to_person ELSE person END = ? "
						 "ORDER BY at, id",
		"wtttwt"},
	[PERSON_EVENTS] = {"SELECT seq, at, kind, " DOOR_OF("e") ", " NAME_OF(
				   "e.by_person") " FROM event e WHERE person = ? "
						  "ORDER BY seq",
		"twttt"},
};

static void read_cells(sqlite3_stmt *rows, const char *types, struct person_cell *cells)
{
	for (int i = 0; types[i]; i++) {
		const char *text = (const char *)sqlite3_column_text(rows, i);

		cells[i] = (struct person_cell){.kind = PERSON_CELL_TEXT, .text = text ? text : ""};
		if (types[i] == 'r')
			cells[i].kind = PERSON_CELL_RULE;
		if (types[i] == 'w')
			cells[i] = (struct person_cell){
				.kind = PERSON_CELL_TIME, .text = "", .at = sql_wall(rows, i)};
	}
}

int report_person_each(struct store *store, int64_t person, enum person_list list,
	int (*each)(void *arg, const struct person_cell *cells, int count), void *arg)
{
	struct person_cell cells[PERSON_CELLS];
	int columns = (int)strlen(lists[list].types);
	sqlite3_stmt *rows;
	int count = 0;
	int got = sql_query(store, &rows, lists[list].sql, "i", person);

	assert(columns <= PERSON_CELLS);
	while (got >= 0 && (got = sql_next(store, rows)) == 1) {
		assert(sqlite3_column_count(rows) == columns);
		read_cells(rows, lists[list].types, cells);
		count++;
		int stop = each(arg, cells, columns);

		if (stop != 0) {
			sql_end(rows);
			return stop;
		}
	}
	return got < 0 ? got : count;
}
