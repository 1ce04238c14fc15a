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
function requireCollector(writer, what) {
  if (writer.server || writer.collector) return;
  refuse("role", "".concat(what, " takes the role collector; ").concat(writer.name, " has ").concat(writer.rank === 0 ? "none" : ranked[writer.rank - 1]));
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
    for (var _i2 = 0, _Object$keys2 = Object.keys(required); _i2 < _Object$keys2.length; _i2++) {
      var _required$name;
      var name = _Object$keys2[_i2];
      (_required$name = required[name]) === null || _required$name === void 0 || _required$name.call(required, own(value, name), within + name);
    }
    for (var _i4 = 0, _Object$keys4 = Object.keys(value); _i4 < _Object$keys4.length; _i4++) {
      var _optional$_name, _optional;
      var _name = _Object$keys4[_i4];
      if (at === "" && _name.charAt(0) === "_") {
        if (_name === "_attachments") refuse("shape", "attachments are not taken here");
      } else if (hasOwn(optional, _name)) (_optional$_name = (_optional = optional)[_name]) === null || _optional$_name === void 0 || _optional$_name.call(_optional, value[_name], within + _name);else if (!hasOwn(required, _name)) refuse("shape", "".concat(at === "" ? "the document" : at, ": has an unknown member ").concat(JSON.stringify(_name.slice(0, 60))));
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
      if (Array.isArray(one)) for (var _i6 = 0; _i6 < one.length; _i6++) {
        var item = one[_i6];
        _count(item, depth + 1);
      } else for (var _i8 = 0, _Object$keys6 = Object.keys(one); _i8 < _Object$keys6.length; _i8++) {
        var name = _Object$keys6[_i8];
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
var shape = members({
  type: oneOf(["collection"]),
  source: text(63, 1),
  domain: text(100, 1),
  simulated: flag,
  startedAt: instant,
  outcome: oneOf(["running", "succeeded", "partial", "failed", "cancelled", "interrupted"]),
  scopes: list(anything(20), 1e5),
  counts: plainMembers(20),
  rejects: list(anything(20), 1e3),
  unavailable: list(anything(20), 1e4),
  schemaVersion: integer(1)
}, {
  workstation: text(200),
  adapter: text(200),
  finishedAt: instant,
  error: plainMembers(20)
});
function validate(doc, before, user) {
  var given = readGiven(doc, before, user);
  refuseDeletion(given);
  requireCollector(given.writer, "a collection run");
  requireVersion(doc, 1);
  shape(doc, "");
  if (given.before === void 0) return;
  for (var _i0 = 0, _ref3 = ["source", "startedAt"]; _i0 < _ref3.length; _i0++) {
    var name = _ref3[_i0];
    if (given.before[name] !== doc[name]) refuse("append-only", "".concat(name, " of a run never changes"));
  }
  if (doc["outcome"] === "running" && given.before["outcome"] !== "running") refuse("state", "the run has ended (".concat(String(given.before["outcome"]), ") and does not run any more"));
}
validate(newDoc, oldDoc, userCtx);
}
