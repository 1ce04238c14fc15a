function (newDoc, oldDoc, userCtx, secObj) {
function refuse(word, text) {
  throw {
    forbidden: "".concat(word, ": ").concat(text)
  };
}
function refuseNobody() {
  throw {
    unauthorized: "an account is needed to write here"
  };
}
var rolePrefix = "datacenter-docs-";
var ranked = ["viewer", "operator", "approver", "admin"];
var applicationNames = ["application", "Datacenter Docs", "scheduler", "whoever edited the file", "nobody", "unknown"];
var isApplication = function isApplication(name) {
  return applicationNames.indexOf(name) !== -1;
};
var hasOwn = function hasOwn(members, name) {
  return Object.prototype.hasOwnProperty.call(members, name);
};
var isMembers = function isMembers(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
};
var listOf = function listOf(value) {
  return Array.isArray(value) ? value : [];
};
var memberOf = function memberOf(value, name) {
  return isMembers(value) && hasOwn(value, name) ? value[name] : void 0;
};
function readGiven(doc, before, user) {
  var writer = writerOf(user);
  var year = /-(\d{4})$/.exec(user.db === void 0 ? "" : user.db);
  var standing = before === null || before === void 0 || before["_deleted"] === true ? void 0 : before;
  refuseBranch(doc, before, writer);
  return {
    id: String(doc["_id"]),
    doc: doc,
    before: standing,
    deleted: doc["_deleted"] === true,
    writer: writer,
    year: year === null ? void 0 : year[1]
  };
}
function refuseBranch(doc, before, writer) {
  var goesOnFrom = memberOf(doc, "_rev");
  if (writer.server || goesOnFrom === memberOf(before, "_rev")) return;
  refuse("state", "it brings revision ".concat(quoted(goesOnFrom), " along: revisions are made here"));
}
function writerOf(user) {
  var roles = listOf(user.roles);
  var server = roles.indexOf("_admin") !== -1;
  if (typeof user.name !== "string" && !server) refuseNobody();
  var rank = 0;
  for (var at = 0; at < ranked.length; at += 1) if (roles.indexOf(rolePrefix + ranked[at]) !== -1) rank = at + 1;
  return {
    name: typeof user.name === "string" ? user.name : "",
    rank: rank,
    collector: roles.indexOf("".concat(rolePrefix, "collector")) !== -1,
    node: roles.indexOf("".concat(rolePrefix, "node")) !== -1,
    server: server
  };
}
var isAtLeast = function isAtLeast(writer, role) {
  return writer.server || writer.rank > ranked.indexOf(role);
};
function requireRole(writer, role, what, orCollector) {
  if (orCollector === void 0) {
    orCollector = false;
  }
  if (isAtLeast(writer, role) || orCollector && writer.collector) return;
  var roles = [ranked[writer.rank - 1], writer.collector ? "collector" : void 0].filter(function (one) {
    return one !== void 0;
  }).join(" and ");
  refuse("role", "".concat(what, " takes the role ").concat(role).concat(orCollector ? " or collector" : "", "; ").concat(writer.name, " has ").concat(roles === "" ? "none" : roles));
}
function requireOwn(writer, name, what, orApplication) {
  if (orApplication === void 0) {
    orApplication = false;
  }
  if (writer.server || name === writer.name || orApplication && isApplication(name)) return;
  refuse("owner", "".concat(what, " is in the name of ").concat(quoted(name), ", and ").concat(writer.name, " writes it"));
}
function requireSpoken(writer, name, what, orApplication) {
  if (orApplication === void 0) {
    orApplication = false;
  }
  if (!(writer.node && typeof name === "string" && name !== "")) requireOwn(writer, name, what, orApplication);
}
function refuseDeletion(_ref) {
  var deleted = _ref.deleted,
    id = _ref.id;
  if (deleted) refuse("deleted", "".concat(shortened(id), " stays: nothing is deleted here"));
}
var quoted = function quoted(value) {
  return typeof value === "string" ? "\"".concat(shortened(value), "\"") : typeof value;
};
var shortened = function shortened(text) {
  return text.length > 80 ? "".concat(text.slice(0, 80), "\u2026") : text;
};
var ranks = {
  proposed: 0,
  refused: 0,
  "awaiting-approval": 0,
  approved: 0,
  rejected: 1,
  expired: 1,
  planned: 2,
  "pre-checked": 3,
  cancelled: 4,
  executing: 5,
  verifying: 6,
  "outcome-unknown": 7,
  succeeded: 8,
  failed: 8,
  "rolling-back": 9,
  "rolled-back": 11,
  "rollback-failed": 11
};
var remediationStates = Object.keys(ranks);
function rankOf(run) {
  var state = String(memberOf(run, "state"));
  if (state === "outcome-unknown") {
    for (var _i2 = 0, _listOf2 = listOf(memberOf(run, "journal")); _i2 < _listOf2.length; _i2++) {
      var entry = _listOf2[_i2];
      if (memberOf(entry, "is") === "rollback-planned") return 10;
    }
  }
  return ranks[state] || 0;
}
function same(one, other) {
  if (one === other) return true;
  if (Array.isArray(one)) {
    if (!Array.isArray(other) || one.length !== other.length) return false;
    for (var at = 0; at < one.length; at += 1) if (!same(one[at], other[at])) return false;
    return true;
  }
  if (!isMembers(one) || !isMembers(other)) return false;
  var names = Object.keys(one);
  if (names.length !== Object.keys(other).length) return false;
  for (var _i4 = 0; _i4 < names.length; _i4++) {
    var _name = names[_i4];
    if (!hasOwn(other, _name) || !same(one[_name], other[_name])) return false;
  }
  return true;
}
function some(list, fits) {
  for (var _i6 = 0; _i6 < list.length; _i6++) {
    var one = list[_i6];
    if (fits(one)) return true;
  }
  return false;
}
var wrong = function wrong(at, expected, value) {
  return refuse("shape", "".concat(at, ": expected ").concat(expected, ", got ").concat(kindOf(value)));
};
function kindOf(value) {
  if (value === void 0) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list of ".concat(value.length);
  if (typeof value === "string") return value.length > 60 ? "a text of ".concat(value.length, " characters") : JSON.stringify(value);
  return typeof value === "object" ? "an object" : JSON.stringify(value);
}
function text(most, least) {
  if (least === void 0) {
    least = 0;
  }
  return function (value, at) {
    if (typeof value !== "string" || value.length > most || value.length < least) wrong(at, "a text of ".concat(least, " to ").concat(most, " characters"), value);
  };
}
var instantPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
var anyInstant = function anyInstant(value, at) {
  if (typeof value !== "string" || !instantPattern.test(value) || isNaN(Date.parse(value))) wrong(at, "an instant like 2026-01-31T12:00:00.000Z", value);
};
var mostAheadMs = 1728e5;
var instant = function instant(value, at) {
  anyInstant(value, at);
  if (Date.parse(value) - new Date().getTime() > mostAheadMs) refuse("shape", "".concat(at, ": ").concat(String(value), " lies more than two days ahead of the clock of this server"));
};
function integer(least, most) {
  if (most === void 0) {
    most = 9007199254740991;
  }
  return function (value, at) {
    if (typeof value !== "number" || Math.floor(value) !== value || value < least || value > most) wrong(at, "a whole number from ".concat(least, " to ").concat(most), value);
  };
}
function number(least, most) {
  return function (value, at) {
    if (typeof value !== "number" || !(value >= least && value <= most)) wrong(at, "a number from ".concat(least, " to ").concat(most), value);
  };
}
var flag = function flag(value, at) {
  if (typeof value !== "boolean") wrong(at, "true or false", value);
};
function oneOf(values) {
  return function (value, at) {
    if (values.indexOf(value) === -1) wrong(at, "one of ".concat(values.join(", ")), value);
  };
}
function list(of, most) {
  return function (value, at) {
    if (!Array.isArray(value) || value.length > most) return wrong(at, "a list of at most ".concat(most), value);
    for (var place = 0; place < value.length; place += 1) of(value[place], "".concat(at, "[").concat(place, "]"));
  };
}
function members(required, optional) {
  if (optional === void 0) {
    optional = {};
  }
  return function (value, at) {
    if (!isMembers(value)) return wrong(at, "an object", value);
    var within = at === "" ? "" : "".concat(at, ".");
    for (var _i8 = 0, _Object$keys2 = Object.keys(required); _i8 < _Object$keys2.length; _i8++) {
      var _required$_name;
      var _name2 = _Object$keys2[_i8];
      (_required$_name = required[_name2]) === null || _required$_name === void 0 || _required$_name.call(required, own(value, _name2), within + _name2);
    }
    for (var _i0 = 0, _Object$keys4 = Object.keys(value); _i0 < _Object$keys4.length; _i0++) {
      var _optional$_name, _optional;
      var _name3 = _Object$keys4[_i0];
      if (at === "" && _name3.charAt(0) === "_") {
        if (_name3 === "_attachments") refuse("shape", "attachments are not taken here");
      } else if (hasOwn(optional, _name3)) (_optional$_name = (_optional = optional)[_name3]) === null || _optional$_name === void 0 || _optional$_name.call(_optional, value[_name3], within + _name3);else if (!hasOwn(required, _name3)) refuse("shape", "".concat(at === "" ? "the document" : at, ": has an unknown member ").concat(JSON.stringify(_name3.slice(0, 60))));
    }
  };
}
function openMembers(required, optional, mostValues) {
  if (optional === void 0) {
    optional = {};
  }
  if (mostValues === void 0) {
    mostValues = 5e3;
  }
  var rest = plainMembers(mostValues);
  return function (value, at) {
    rest(value, at);
    for (var _i10 = 0, _Object$keys6 = Object.keys(required); _i10 < _Object$keys6.length; _i10++) {
      var _required$_name2;
      var _name4 = _Object$keys6[_i10];
      (_required$_name2 = required[_name4]) === null || _required$_name2 === void 0 || _required$_name2.call(required, own(value, _name4), "".concat(at, ".").concat(_name4));
    }
    for (var _i12 = 0, _Object$keys8 = Object.keys(optional); _i12 < _Object$keys8.length; _i12++) {
      var _optional$_name2, _optional2;
      var _name5 = _Object$keys8[_i12];
      if (hasOwn(value, _name5)) (_optional$_name2 = (_optional2 = optional)[_name5]) === null || _optional$_name2 === void 0 || _optional$_name2.call(_optional2, value[_name5], "".concat(at, ".").concat(_name5));
    }
  };
}
function anything(mostValues, deepest) {
  if (mostValues === void 0) {
    mostValues = 2e4;
  }
  if (deepest === void 0) {
    deepest = 40;
  }
  return function (value, at) {
    var left = mostValues;
    var _count = function count(one, depth) {
      left -= 1;
      if (left < 0) refuse("shape", "".concat(at, ": has more than ").concat(mostValues, " values"));
      if (typeof one !== "object" || one === null) return;
      if (depth >= deepest) refuse("shape", "".concat(at, ": is nested more than ").concat(deepest, " deep"));
      if (Array.isArray(one)) for (var _i14 = 0; _i14 < one.length; _i14++) {
        var item = one[_i14];
        _count(item, depth + 1);
      } else for (var _i16 = 0, _Object$keys0 = Object.keys(one); _i16 < _Object$keys0.length; _i16++) {
        var _name6 = _Object$keys0[_i16];
        if (_name6 === "__proto__") refuse("shape", "".concat(at, ": a member has no fitting name"));
        _count(one[_name6], depth + 1);
      }
    };
    _count(value, 0);
  };
}
var plainMembers = function plainMembers(mostValues) {
  var plain = anything(mostValues);
  return function (value, at) {
    if (!isMembers(value)) wrong(at, "an object", value);
    plain(value, at);
  };
};
function requireVersion(doc, known) {
  var version = own(doc, "schemaVersion");
  if (typeof version === "number" && version > known) refuse("shape", "schemaVersion ".concat(version, " is newer than ").concat(known, ", which is what this server was set up for: run init-db of the newer version"));
  if (version !== known) wrong("schemaVersion", String(known), version);
}
var own = function own(value, name) {
  return hasOwn(value, name) ? value[name] : void 0;
};
var who = text(200);
var name = text(400, 1);
var journal = list(openMembers({
  seq: integer(1),
  at: instant,
  is: text(50, 1)
}, {
  by: who
}, 2e4), 2e3);
var claim = openMembers({
  workstation: text(200, 1),
  at: instant
}, {
  nonce: text(100),
  operator: who,
  breakGlass: openMembers({
    by: who,
    typed: text(400)
  })
});
var shape = members({
  action: text(200, 1),
  target: name,
  targetName: text(300),
  targetClass: text(300),
  parameters: plainMembers(),
  cause: text(1e3),
  pattern: plainMembers(20),
  confidence: number(0, 1),
  expectedEffect: text(2e4),
  howToVerify: text(2e4),
  proposedBy: openMembers({
    by: oneOf(["rules", "model", "operator"])
  }, {
    operator: who
  }),
  state: oneOf(remediationStates),
  createdAt: instant,
  updatedAt: instant,
  expiresAt: anyInstant,
  score: plainMembers(),
  decision: openMembers({}, {
    at: instant
  }, 2e4),
  approvals: list(openMembers({
    by: text(200, 1),
    at: instant,
    planHash: text(200, 1),
    workstation: text(200),
    breakGlass: flag
  }, {
    role: oneOf(["viewer", "operator", "approver", "admin"]),
    typedName: flag
  }), 200),
  journal: journal,
  dryRun: flag,
  schemaVersion: integer(1)
}, {
  ticketId: name,
  runbook: openMembers({
    run: name,
    id: name,
    step: integer(0)
  }),
  decisionInput: anything(),
  plan: openMembers({
    hash: text(200, 1)
  }, {}, 5e4),
  planProblem: text(2e4),
  rejection: openMembers({
    by: text(200, 1),
    at: instant,
    reason: text(2e4)
  }),
  claim: claim,
  claimsLife: text(200),
  cancelRequests: list(openMembers({
    by: text(200, 1),
    at: instant,
    reason: text(1e3)
  }), 200),
  otherRuns: list(openMembers({
    claim: claim,
    state: oneOf(remediationStates),
    journal: journal
  }, {}, 2e5), 50),
  outcome: text(2e4),
  meanwhile: journal
});
var fixed = ["action", "target", "parameters", "cause", "pattern", "confidence", "ticketId", "runbook", "createdAt", "expiresAt", "proposedBy", "claimsLife"];
function validate(doc, before, user) {
  var given = readGiven(doc, before, user);
  if (!given.writer.server) refuseDeletion(given);
  if (given.deleted) return;
  requireRole(given.writer, "operator", "a remediation", true);
  requireVersion(doc, 1);
  shape(doc, "");
  for (var _i18 = 0; _i18 < fixed.length; _i18++) {
    var one = fixed[_i18];
    if (given.before !== void 0 && !same(doc[one], given.before[one])) refuse("state", "".concat(one, " of a remediation never changes"));
  }
  var by = memberOf(doc["proposedBy"], "operator");
  if (given.before === void 0 && by !== void 0) requireSpoken(given.writer, by, "a proposal", true);
  judgeApprovals(given);
  judgeRejection(given);
  judgeCancelRequests(given);
  judgeClaim(given);
  judgeRuns(given);
}
function judgeApprovals(_ref2) {
  var doc = _ref2.doc,
    before = _ref2.before,
    writer = _ref2.writer;
  var were = listOf(memberOf(before, "approvals"));
  var are = listOf(doc["approvals"]);
  var _loop = function _loop() {
    var was = were[_i20];
    if (!some(are, function (one) {
      return same(one, was);
    })) refuse("append-only", "the approval by ".concat(quoted(memberOf(was, "by")), " is gone or another"));
  };
  for (var _i20 = 0; _i20 < were.length; _i20++) {
    _loop();
  }
  var _loop2 = function _loop2() {
    var one = are[_i22];
    if (some(were, function (was) {
      return same(was, one);
    })) return 1;
    requireOwn(writer, memberOf(one, "by"), "an approval");
    requireRole(writer, "approver", "an approval");
    if (memberOf(one, "role") === "admin") requireRole(writer, "admin", "an approval as admin");
  };
  for (var _i22 = 0; _i22 < are.length; _i22++) {
    if (_loop2()) continue;
  }
}
function judgeRejection(_ref3) {
  var doc = _ref3.doc,
    before = _ref3.before,
    writer = _ref3.writer;
  var now = doc["rejection"];
  var was = memberOf(before, "rejection");
  if (now === void 0 && was !== void 0) refuse("append-only", "the rejection is gone");
  if (now === void 0 || same(now, was)) {
    if (now === void 0 && doc["state"] === "rejected") refuse("state", "rejected by nobody");
    return;
  }
  requireOwn(writer, memberOf(now, "by"), "a rejection");
  requireRole(writer, "approver", "a rejection");
}
function judgeCancelRequests(_ref4) {
  var doc = _ref4.doc,
    before = _ref4.before,
    writer = _ref4.writer;
  var were = listOf(memberOf(before, "cancelRequests"));
  var are = listOf(doc["cancelRequests"]);
  var _loop3 = function _loop3() {
    var was = were[_i24];
    if (!some(are, function (one) {
      return same(one, was);
    })) refuse("append-only", "the wish of ".concat(String(memberOf(was, "by")), " to stop is gone"));
  };
  for (var _i24 = 0; _i24 < were.length; _i24++) {
    _loop3();
  }
  var _loop4 = function _loop4() {
    var one = are[_i26];
    if (!some(were, function (was) {
      return same(was, one);
    })) requireSpoken(writer, memberOf(one, "by"), "the wish to stop", true);
  };
  for (var _i26 = 0; _i26 < are.length; _i26++) {
    _loop4();
  }
}
function judgeClaim(_ref5) {
  var doc = _ref5.doc,
    before = _ref5.before,
    writer = _ref5.writer;
  var now = doc["claim"];
  if (memberOf(before, "claim") !== void 0 && now === void 0) refuse("append-only", "the claim is gone");
  var _loop5 = function _loop5() {
      var one = _runsOf2[_i28];
      if (isShared(doc) && memberOf(one, "claim") === void 0 && begun.indexOf(stateOf(one)) !== -1) refuse("state", "it is ".concat(stateOf(one), ", and nobody has claimed it"));
      var claimed = memberOf(one, "claim");
      if (claimed === void 0 || some(runsOf(before), function (run) {
        return isSameClaim(memberOf(run, "claim"), claimed);
      })) return 0;
      var operator = memberOf(claimed, "operator");
      if (operator !== void 0) requireOwn(writer, operator, "a claim");
      var glass = memberOf(claimed, "breakGlass");
      if (isShared(doc) && operator === void 0 && glass === void 0) refuse("owner", "a claim of what is shared is in the name of nobody");
      if (glass === void 0) return 0;
      requireRole(writer, "approver", "breaking glass");
      requireOwn(writer, memberOf(glass, "by"), "breaking glass");
    },
    _ret;
  for (var _i28 = 0, _runsOf2 = runsOf(doc); _i28 < _runsOf2.length; _i28++) {
    _ret = _loop5();
    if (_ret === 0) continue;
  }
}
var begun = ["planned", "pre-checked", "executing", "verifying", "outcome-unknown", "succeeded", "failed", "rolling-back", "rolled-back", "rollback-failed"];
var isShared = function isShared(doc) {
  return doc["claimsLife"] !== void 0;
};
var stateOf = function stateOf(run) {
  return String(memberOf(run, "state"));
};
var isSameClaim = function isSameClaim(one, other) {
  return memberOf(one, "workstation") === memberOf(other, "workstation") && memberOf(one, "at") === memberOf(other, "at") && memberOf(one, "nonce") === memberOf(other, "nonce");
};
function runsOf(document) {
  return document === void 0 ? [] : [document].concat(listOf(document["otherRuns"]));
}
function judgeRuns(given) {
  var doc = given.doc,
    before = given.before;
  var _loop6 = function _loop6() {
      var was = _runsOf4[_i30];
      var _runsOf$filter = runsOf(doc).filter(function (run) {
          return isSameRun(was, run);
        }),
        now = _runsOf$filter[0];
      if (now === void 0) return {
        v: refuse("append-only", "a run of it is gone")
      };
      if (rankOf(now) < rankOf(was) && !isWithdrawnTooLate(was, now)) refuse("state", "it is ".concat(String(memberOf(was, "state")), ", and cannot become ").concat(String(memberOf(now, "state"))));
      judgeClaimant(given, was, now);
    },
    _ret2;
  for (var _i30 = 0, _runsOf4 = runsOf(before); _i30 < _runsOf4.length; _i30++) {
    _ret2 = _loop6();
    if (_ret2) return _ret2.v;
  }
  judgeJournals(given);
}
function isSameRun(was, now) {
  var claimed = memberOf(was, "claim");
  return claimed === void 0 ? true : isSameClaim(claimed, memberOf(now, "claim"));
}
var isWithdrawnTooLate = function isWithdrawnTooLate(was, now) {
  return memberOf(was, "state") === "cancelled" && memberOf(was, "claim") === void 0 && memberOf(now, "claim") !== void 0 && rankOf(now) > 1;
};
function judgeJournals(_ref6) {
  var doc = _ref6.doc,
    before = _ref6.before,
    writer = _ref6.writer;
  var were = entriesOf(before);
  var are = entriesOf(doc);
  var _loop7 = function _loop7() {
    var was = were[at];
    if (!same(are[at], was) && !some(are, function (one) {
      return same(one, was);
    })) refuse("append-only", "entry ".concat(String(memberOf(was, "seq")), " of the journal is gone or another"));
  };
  for (var at = 0; at < were.length; at += 1) {
    _loop7();
  }
  var _loop8 = function _loop8() {
    var entry = are[_at];
    var by = memberOf(entry, "by");
    if (by === void 0 || same(were[_at], entry) || some(were, function (was) {
      return same(was, entry);
    })) return 1;
    var is = String(memberOf(entry, "is"));
    if (!(is === "cancel-asked" && some(listOf(doc["cancelRequests"]), function (one) {
      return memberOf(one, "by") === by;
    }))) requireOwn(writer, by, "an entry of the journal (".concat(is, ")"), is !== "settled");
    if (is === "settled") requireRole(writer, "approver", "settling an outcome");
  };
  for (var _at = 0; _at < are.length; _at += 1) {
    if (_loop8()) continue;
  }
}
function entriesOf(document) {
  var entries = listOf(memberOf(document, "meanwhile"));
  for (var _i32 = 0, _runsOf6 = runsOf(document); _i32 < _runsOf6.length; _i32++) {
    var run = _runsOf6[_i32];
    entries = entries.concat(listOf(memberOf(run, "journal")));
  }
  return entries;
}
function judgeClaimant(_ref7, was, now) {
  var writer = _ref7.writer;
  var operator = memberOf(memberOf(was, "claim"), "operator");
  if (operator === void 0 || operator === writer.name || isAtLeast(writer, "approver")) return;
  var changed = ["state", "journal", "outcome"].filter(function (member) {
    return !same(memberOf(was, member), memberOf(now, member));
  });
  if (changed.length > 0) refuse("owner", "".concat(changed.join(", "), " of what ").concat(quoted(operator), " executes, and ").concat(writer.name, " writes it"));
}
validate(newDoc, oldDoc, userCtx);
}
