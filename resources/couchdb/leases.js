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
function requireCollector(writer, what) {
  if (writer.server || writer.collector) return;
  refuse("role", "".concat(what, " takes the role collector; ").concat(writer.name, " has ").concat(writer.rank === 0 ? "none" : ranked[writer.rank - 1]));
}
function requireOwn(writer, name, what, orApplication) {
  if (orApplication === void 0) {
    orApplication = false;
  }
  if (writer.server || name === writer.name || orApplication && isApplication(name)) return;
  refuse("owner", "".concat(what, " is in the name of ").concat(quoted(name), ", and ").concat(writer.name, " writes it"));
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
function matching(pattern, what) {
  return function (value, at) {
    if (typeof value !== "string" || !pattern.test(value)) wrong(at, what, value);
  };
}
function integer(least, most) {
  if (most === void 0) {
    most = 9007199254740991;
  }
  return function (value, at) {
    if (typeof value !== "number" || Math.floor(value) !== value || value < least || value > most) wrong(at, "a whole number from ".concat(least, " to ").concat(most), value);
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
      var _required$_name;
      var _name = _Object$keys2[_i2];
      (_required$_name = required[_name]) === null || _required$_name === void 0 || _required$_name.call(required, own(value, _name), within + _name);
    }
    for (var _i4 = 0, _Object$keys4 = Object.keys(value); _i4 < _Object$keys4.length; _i4++) {
      var _optional$_name, _optional;
      var _name2 = _Object$keys4[_i4];
      if (at === "" && _name2.charAt(0) === "_") {
        if (_name2 === "_attachments") refuse("shape", "attachments are not taken here");
      } else if (hasOwn(optional, _name2)) (_optional$_name = (_optional = optional)[_name2]) === null || _optional$_name === void 0 || _optional$_name.call(_optional, value[_name2], within + _name2);else if (!hasOwn(required, _name2)) refuse("shape", "".concat(at === "" ? "the document" : at, ": has an unknown member ").concat(JSON.stringify(_name2.slice(0, 60))));
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
var name = text(300, 1);
var task = members({
  task: matching(/^(documents|prose|alerts|automation|collect:.{1,200})$/, "a task"),
  fence: integer(1),
  operator: name,
  schemaVersion: integer(1)
}, {
  holder: name,
  session: name
});
var station = members({
  workstation: name,
  beat: integer(0),
  operator: name,
  schemaVersion: integer(1)
}, {
  session: name
});
function validate(doc, before, user) {
  var given = readGiven(doc, before, user);
  if (given.deleted) {
    if (!given.writer.server) refuse("deleted", "leases stay: a lower number would come after a higher one");
    return;
  }
  requireCollector(given.writer, "a lease");
  requireVersion(doc, 1);
  if (given.id.slice(0, 5) === "task:") judgeTask(given);else if (given.id.slice(0, 8) === "station:") judgeStation(given);else refuse("shape", "_id: expected task:NAME or station:WORKSTATION");
  requireOwn(given.writer, doc["operator"], "a lease");
}
function judgeTask(_ref) {
  var id = _ref.id,
    doc = _ref.doc,
    before = _ref.before,
    writer = _ref.writer;
  task(doc, "");
  if (id !== "task:".concat(String(doc["task"]))) refuse("shape", "_id: expected task: and the task");
  if (doc["holder"] === void 0 !== (doc["session"] === void 0)) refuse("shape", "holder and session are both there, or neither is");
  if (before === void 0) return;
  var fence = Number(doc["fence"]);
  var was = Number(before["fence"]);
  if (fence < was) refuse("fenced", "lease ".concat(fence, ", where ").concat(was, " is held or was"));
  if (doc["holder"] === void 0) {
    requireOwn(writer, before["operator"], "the lease that is released");
    return;
  }
  if ((doc["holder"] !== memberOf(before, "holder") || doc["session"] !== memberOf(before, "session")) && fence === was) refuse("fenced", "lease ".concat(fence, " is another's: whoever takes it over counts on"));
}
function judgeStation(_ref2) {
  var id = _ref2.id,
    doc = _ref2.doc,
    before = _ref2.before;
  station(doc, "");
  if (id !== "station:".concat(String(doc["workstation"]))) refuse("shape", "_id: expected station: and the workstation");
  if (before !== void 0 && Number(doc["beat"]) <= Number(before["beat"])) refuse("fenced", "beat ".concat(String(doc["beat"]), " comes after ").concat(String(before["beat"])));
}
validate(newDoc, oldDoc, userCtx);
}
