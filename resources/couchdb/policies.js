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
function refuseChange(_ref2) {
  var before = _ref2.before,
    id = _ref2.id;
  if (before !== void 0) refuse("append-only", "".concat(shortened(id), " is there already, and never changes"));
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
function oneOf(values) {
  return function (value, at) {
    if (values.indexOf(value) === -1) wrong(at, "one of ".concat(values.join(", ")), value);
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
function requireVersion(doc, known) {
  var version = own(doc, "schemaVersion");
  if (typeof version === "number" && version > known) refuse("shape", "schemaVersion ".concat(version, " is newer than ").concat(known, ", which is what this server was set up for: run init-db of the newer version"));
  if (version !== known) wrong("schemaVersion", String(known), version);
}
var own = function own(value, name) {
  return hasOwn(value, name) ? value[name] : void 0;
};
var shape = members({
  sequence: integer(0, 999999999),
  version: text(100, 1),
  at: instant,
  by: text(200, 1),
  how: oneOf(["first", "applied", "file", "kill-switch-thrown", "kill-switch-released"]),
  reason: text(1e3),
  text: text(2e5),
  diff: text(4e5),
  schemaVersion: integer(1)
});
var byHand = "whoever edited the file";
var mostDefaults = 1e3;
function validate(doc, before, user) {
  var given = readGiven(doc, before, user);
  refuseDeletion(given);
  refuseChange(given);
  requireRole(given.writer, "operator", "a policy", true);
  requireVersion(doc, 1);
  shape(doc, "");
  switch (doc["how"]) {
    case "kill-switch-thrown":
      return judgeThrown(given);
    case "kill-switch-released":
      return judgeReleased(given);
    default:
      return judgePolicy(given);
  }
}
function judgePolicy(_ref3) {
  var id = _ref3.id,
    doc = _ref3.doc,
    writer = _ref3.writer;
  var _ref4 = /^(\d{9})-([0-9a-f]{16})(?:-[A-Za-z0-9_-]{4,40})?$/.exec(id) || [],
    digits = _ref4[1],
    version = _ref4[2];
  if (Number(digits) !== doc["sequence"] || version !== doc["version"] || doc["sequence"] === 0) refuse("shape", "_id: expected the nine digits of the sequence, the version, and what makes it one of a kind");
  if (doc["how"] === "first" && doc["by"] === "application") {
    if (doc["sequence"] > mostDefaults) refuse("shape", "sequence: expected at most ".concat(mostDefaults, " of what every workstation comes with"));
    return;
  }
  requireRole(writer, "admin", "a policy");
  if (doc["how"] === "applied" || doc["by"] !== byHand) requireOwn(writer, doc["by"], "a policy");
}
function judgeThrown(_ref5) {
  var id = _ref5.id,
    doc = _ref5.doc,
    writer = _ref5.writer;
  requireSwitch(doc, id, "kill-switch-".concat(String(doc["version"])));
  if (!isApplication(doc["by"])) requireSpoken(writer, doc["by"], "the kill switch");
}
function judgeReleased(_ref6) {
  var id = _ref6.id,
    doc = _ref6.doc,
    writer = _ref6.writer;
  var throwing = "kill-switch-".concat(String(doc["version"]), "-released-");
  requireSwitch(doc, id.slice(0, throwing.length), throwing);
  if (!/^[A-Za-z0-9_-]{1,60}$/.test(id.slice(throwing.length))) refuse("shape", "_id: expected something that makes it one of a kind");
  requireRole(writer, "approver", "letting automation go on");
  if (doc["by"] !== byHand) requireOwn(writer, doc["by"], "letting automation go on");
}
function requireSwitch(doc, id, expected) {
  if (id !== expected) refuse("shape", "_id: expected ".concat(expected.slice(0, 100)));
  if (doc["sequence"] !== 0 || doc["text"] !== "" || doc["diff"] !== "") refuse("shape", "the kill switch has the sequence 0 and no text");
}
validate(newDoc, oldDoc, userCtx);
}
