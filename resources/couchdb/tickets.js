function (newDoc, oldDoc, userCtx, secObj) {
function _extends() { return _extends = Object.assign ? Object.assign.bind() : function (n) { for (var e = 1; e < arguments.length; e++) { var t = arguments[e]; for (var r in t) ({}).hasOwnProperty.call(t, r) && (n[r] = t[r]); } return n; }, _extends.apply(null, arguments); }
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
  for (var _i2 = 0; _i2 < names.length; _i2++) {
    var name = names[_i2];
    if (!hasOwn(other, name) || !same(one[name], other[name])) return false;
  }
  return true;
}
function some(list, fits) {
  for (var _i4 = 0; _i4 < list.length; _i4++) {
    var one = list[_i4];
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
function matching(pattern, what) {
  return function (value, at) {
    if (typeof value !== "string" || !pattern.test(value)) wrong(at, what, value);
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
function record(of, most) {
  return function (value, at) {
    if (!isMembers(value)) return wrong(at, "an object", value);
    var names = Object.keys(value);
    if (names.length > most) wrong(at, "at most ".concat(most, " members"), value);
    for (var _i6 = 0; _i6 < names.length; _i6++) {
      var name = names[_i6];
      if (name.length > 500 || name === "__proto__") refuse("shape", "".concat(at, ": a member has no fitting name"));
      of(value[name], "".concat(at, ".").concat(name));
    }
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
      var _required$name;
      var name = _Object$keys2[_i8];
      (_required$name = required[name]) === null || _required$name === void 0 || _required$name.call(required, own(value, name), within + name);
    }
    for (var _i0 = 0, _Object$keys4 = Object.keys(value); _i0 < _Object$keys4.length; _i0++) {
      var _optional$_name, _optional;
      var _name = _Object$keys4[_i0];
      if (at === "" && _name.charAt(0) === "_") {
        if (_name === "_attachments") refuse("shape", "attachments are not taken here");
      } else if (hasOwn(optional, _name)) (_optional$_name = (_optional = optional)[_name]) === null || _optional$_name === void 0 || _optional$_name.call(_optional, value[_name], within + _name);else if (!hasOwn(required, _name)) refuse("shape", "".concat(at === "" ? "the document" : at, ": has an unknown member ").concat(JSON.stringify(_name.slice(0, 60))));
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
      var _required$name2;
      var name = _Object$keys6[_i10];
      (_required$name2 = required[name]) === null || _required$name2 === void 0 || _required$name2.call(required, own(value, name), "".concat(at, ".").concat(name));
    }
    for (var _i12 = 0, _Object$keys8 = Object.keys(optional); _i12 < _Object$keys8.length; _i12++) {
      var _optional$_name2, _optional2;
      var _name2 = _Object$keys8[_i12];
      if (hasOwn(value, _name2)) (_optional$_name2 = (_optional2 = optional)[_name2]) === null || _optional$_name2 === void 0 || _optional$_name2.call(_optional2, value[_name2], "".concat(at, ".").concat(_name2));
    }
  };
}
function variants(tag, shapes) {
  return function (value, at) {
    var _shapes$is;
    var is = isMembers(value) ? own(value, tag) : void 0;
    if (typeof is !== "string" || !hasOwn(shapes, is)) return wrong("".concat(at, ".").concat(tag), "one of ".concat(Object.keys(shapes).join(", ")), is);
    (_shapes$is = shapes[is]) === null || _shapes$is === void 0 || _shapes$is.call(shapes, value, at);
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
        var name = _Object$keys0[_i16];
        if (name === "__proto__") refuse("shape", "".concat(at, ": a member has no fitting name"));
        _count(one[name], depth + 1);
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
var ticketTransitions = {
  new: ["triaged", "diagnosed", "awaiting-approval", "in-progress", "resolved", "closed"],
  triaged: ["diagnosed", "awaiting-approval", "in-progress", "resolved", "closed"],
  diagnosed: ["awaiting-approval", "in-progress", "resolved", "closed"],
  "awaiting-approval": ["in-progress", "resolved", "closed", "reopened"],
  "in-progress": ["resolved", "closed", "reopened"],
  resolved: ["closed", "reopened"],
  closed: ["reopened"],
  reopened: ["diagnosed", "awaiting-approval", "in-progress", "resolved", "closed"]
};
var ticketStates = Object.keys(ticketTransitions);
function stateAfter(events) {
  var changes = events.filter(function (one) {
    return memberOf(one, "is") === "changed" && memberOf(one, "field") === "state";
  });
  changes.sort(function (a, b) {
    return compare(a, b, "at") || compare(a, b, "id");
  });
  var state = "new";
  for (var _i18 = 0; _i18 < changes.length; _i18++) {
    var change = changes[_i18];
    var to = String(memberOf(change, "to"));
    if ((ticketTransitions[state] || []).indexOf(to) !== -1) state = to;
  }
  return state;
}
function compare(a, b, name) {
  var _ref2 = [String(memberOf(a, name)), String(memberOf(b, name))],
    one = _ref2[0],
    other = _ref2[1];
  return one < other ? -1 : one > other ? 1 : 0;
}
var who = text(200);
var id = text(200, 1);
var tag = text(20);
var event = {
  is: tag,
  id: id,
  at: instant
};
var said = _extends(_extends({}, event), {}, {
  by: who
});
var origin = {
  is: tag,
  operator: who
};
var reference = {
  reference: text(300)
};
var mostEvents = 2e3;
var shape = members({
  title: text(300, 1),
  text: text(2e4),
  origin: variants("is", {
    person: openMembers(origin),
    assistant: openMembers(origin),
    api: openMembers(origin, reference),
    alertmanager: openMembers({
      fingerprint: text(200),
      startsAt: instant,
      receiver: text(300)
    }),
    webhook: openMembers(_extends({
      name: text(200)
    }, reference)),
    import: openMembers(origin, reference)
  }),
  state: oneOf(ticketStates),
  priority: oneOf(["p1", "p2", "p3", "p4"]),
  category: oneOf(["compute", "kubernetes", "network", "storage", "application", "other"]),
  entities: list(openMembers({
    id: text(400, 1),
    how: text(50)
  }), 1e3),
  labels: record(text(2e3), 200),
  watchers: list(who, 1e3),
  attachments: list(openMembers({
    id: id,
    name: text(200),
    text: text(2e5),
    at: instant,
    by: who
  }), 1e3),
  events: list(variants("is", {
    created: openMembers(said),
    comment: openMembers(_extends(_extends({}, said), {}, {
      text: text(2e4)
    })),
    changed: openMembers(_extends(_extends({}, said), {}, {
      field: text(100),
      from: text(2e4),
      to: text(2e4)
    })),
    alert: openMembers(_extends(_extends({}, event), {}, {
      text: text(2e4)
    })),
    diagnosed: openMembers(_extends(_extends({}, said), {}, {
      summary: text(5e4)
    })),
    remediation: openMembers(_extends(_extends({}, event), {}, {
      remediation: id,
      state: text(50),
      text: text(2e4)
    }))
  }), mostEvents * 2),
  automation: flag,
  createdAt: instant,
  updatedAt: instant,
  since: instant,
  respondBy: anyInstant,
  resolveBy: anyInstant,
  schemaVersion: integer(1)
}, {
  group: openMembers({
    id: id,
    cause: text(1e3)
  }),
  assignee: who,
  diagnosis: anything(1e5),
  respondedAt: instant,
  resolvedAt: instant,
  closedAt: instant,
  outcome: openMembers({
    summary: text(2e4)
  })
});
function validate(doc, before, user) {
  var given = readGiven(doc, before, user);
  if (!given.writer.server) refuseDeletion(given);
  if (given.deleted) return;
  requireRole(given.writer, "operator", "a ticket", true);
  requireVersion(doc, 1);
  matching(/^T-[a-z2-7]{8,32}$/, "T- and eight to 32 of a-z and 2-7")(given.id, "_id");
  shape(doc, "");
  judgeOrigin(given);
  judgeAttachments(given);
  judgeEvents(given);
  judgeState(given);
}
function judgeOrigin(_ref3) {
  var doc = _ref3.doc,
    before = _ref3.before,
    writer = _ref3.writer;
  if (before !== void 0) {
    if (["title", "text", "origin", "createdAt", "since"].filter(function (name) {
      return !same(doc[name], before[name]);
    }).length === 0) return;
    var is = memberOf(doc["origin"], "is");
    if (is === "person" || is === "assistant" || is !== memberOf(before["origin"], "is") || String(doc["createdAt"]) >= String(before["createdAt"])) refuse("state", "what a ticket was made with stays as it is");
  }
  var operator = memberOf(doc["origin"], "operator");
  if (operator !== void 0) requireSpoken(writer, operator, "a ticket", true);
}
function judgeAttachments(_ref4) {
  var doc = _ref4.doc,
    before = _ref4.before,
    writer = _ref4.writer;
  var were = listOf(memberOf(before, "attachments"));
  var are = listOf(doc["attachments"]);
  var _loop = function _loop() {
    var was = were[_i20];
    if (!some(are, function (one) {
      return same(one, was);
    })) refuse("append-only", "attachment ".concat(String(memberOf(was, "id")), " is gone or another"));
  };
  for (var _i20 = 0; _i20 < were.length; _i20++) {
    _loop();
  }
  var _loop2 = function _loop2() {
    var one = are[_i22];
    if (!some(were, function (was) {
      return same(was, one);
    })) requireSpoken(writer, memberOf(one, "by"), "an attachment", true);
  };
  for (var _i22 = 0; _i22 < are.length; _i22++) {
    _loop2();
  }
}
function judgeEvents(_ref5) {
  var doc = _ref5.doc,
    before = _ref5.before,
    writer = _ref5.writer;
  var were = byId(listOf(memberOf(before, "events")));
  var are = byId(listOf(doc["events"]));
  var isFull = are.ids.length >= mostEvents || were.ids.length >= mostEvents;
  for (var _i24 = 0, _were$ids2 = were.ids; _i24 < _were$ids2.length; _i24++) {
    var eventId = _were$ids2[_i24];
    var was = were.of(eventId);
    var now = are.of(eventId);
    if (now === void 0) {
      var is = memberOf(was, "is");
      if (!isFull || is !== "alert" && is !== "changed") refuse("append-only", "event ".concat(eventId.slice(0, 80), " is gone"));
    } else if (!same(was, now)) refuse("append-only", "event ".concat(eventId.slice(0, 80), " was changed"));
  }
  for (var _i26 = 0, _are$ids2 = are.ids; _i26 < _are$ids2.length; _i26++) {
    var _eventId = _are$ids2[_i26];
    if (were.of(_eventId) === void 0) {
      var one = are.of(_eventId);
      var by = memberOf(one, "by");
      var word = memberOf(one, "is") === "comment";
      if (by !== void 0) requireSpoken(writer, by, "a new event of a ticket (".concat(String(memberOf(one, "is")), ")"), !word);
    }
  }
}
function judgeState(_ref6) {
  var doc = _ref6.doc,
    before = _ref6.before;
  var events = listOf(doc["events"]);
  var state = String(doc["state"]);
  if (stateAfter(events) === state) return;
  if (events.length >= mostEvents && (before === void 0 || before["state"] === state)) return;
  refuse("state", "".concat(state, " is not what comes of its events: expected ").concat(stateAfter(events)));
}
function byId(events) {
  var found = {};
  var ids = [];
  for (var _i28 = 0; _i28 < events.length; _i28++) {
    var one = events[_i28];
    var eventId = String(memberOf(one, "id"));
    if (found[":".concat(eventId)] !== void 0) refuse("shape", "there are two events ".concat(eventId.slice(0, 80)));
    found[":".concat(eventId)] = one;
    ids.push(eventId);
  }
  return {
    ids: ids,
    of: function of(eventId) {
      return found[":".concat(eventId)];
    }
  };
}
validate(newDoc, oldDoc, userCtx);
}
