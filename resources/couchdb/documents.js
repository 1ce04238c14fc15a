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
function requireSpoken(writer, name, what, orApplication) {
  if (orApplication === void 0) {
    orApplication = false;
  }
  if (!(writer.node && typeof name === "string" && name !== "")) requireOwn(writer, name, what, orApplication);
}
var quoted = function quoted(value) {
  return typeof value === "string" ? "\"".concat(shortened(value), "\"") : typeof value;
};
var shortened = function shortened(text) {
  return text.length > 80 ? "".concat(text.slice(0, 80), "\u2026") : text;
};
function refuseFenced(doc, before) {
  var now = fenceOf(doc);
  var was = fenceOf(before);
  if (now < was) refuse("fenced", "written under lease ".concat(now, ", and what is there under lease ").concat(was, ": another leads by now"));
}
function fenceOf(of) {
  var fence = memberOf(of, "fence");
  return typeof fence === "number" ? fence : 0;
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
  for (var _i2 = 0; _i2 < names.length; _i2++) {
    var name = names[_i2];
    if (!hasOwn(other, name) || !same(one[name], other[name])) return false;
  }
  return true;
}
function sameBut(one, other, names) {
  return same(without(one, names), without(other, names));
}
function without(members, names) {
  var rest = {};
  for (var _i4 = 0, _Object$keys2 = Object.keys(members); _i4 < _Object$keys2.length; _i4++) {
    var name = _Object$keys2[_i4];
    if (name.charAt(0) !== "_" && names.indexOf(name) === -1) rest[name] = members[name];
  }
  return rest;
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
    for (var _i8 = 0, _Object$keys4 = Object.keys(required); _i8 < _Object$keys4.length; _i8++) {
      var _required$name;
      var name = _Object$keys4[_i8];
      (_required$name = required[name]) === null || _required$name === void 0 || _required$name.call(required, own(value, name), within + name);
    }
    for (var _i0 = 0, _Object$keys6 = Object.keys(value); _i0 < _Object$keys6.length; _i0++) {
      var _optional$_name, _optional;
      var _name = _Object$keys6[_i0];
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
    for (var _i10 = 0, _Object$keys8 = Object.keys(required); _i10 < _Object$keys8.length; _i10++) {
      var _required$name2;
      var name = _Object$keys8[_i10];
      (_required$name2 = required[name]) === null || _required$name2 === void 0 || _required$name2.call(required, own(value, name), "".concat(at, ".").concat(name));
    }
    for (var _i12 = 0, _Object$keys0 = Object.keys(optional); _i12 < _Object$keys0.length; _i12++) {
      var _optional$_name2, _optional2;
      var _name2 = _Object$keys0[_i12];
      if (hasOwn(value, _name2)) (_optional$_name2 = (_optional2 = optional)[_name2]) === null || _optional$_name2 === void 0 || _optional$_name2.call(_optional2, value[_name2], "".concat(at, ".").concat(_name2));
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
      } else for (var _i16 = 0, _Object$keys10 = Object.keys(one); _i16 < _Object$keys10.length; _i16++) {
        var name = _Object$keys10[_i16];
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
var who = text(200, 1);
var noteText = text(2e4, 1);
var replaced = list(text(300, 1), 1e4);
var shape = members({
  generator: text(200, 1),
  generatorVersion: integer(0),
  domain: text(100),
  title: text(1e3),
  version: integer(0),
  versionAt: instant,
  refreshedAt: instant,
  sections: list(anything(5e5), 1e4),
  notes: list(openMembers({
    id: text(200, 1),
    section: text(1e3),
    text: noteText,
    author: who,
    createdAt: instant
  }, {
    editedAt: instant,
    editedBy: who,
    replaced: replaced,
    alternatives: list(openMembers({
      text: noteText,
      author: who,
      writtenAt: instant
    }), 500)
  }), 2e3),
  schemaVersion: integer(1)
}, {
  parent: text(400),
  removedNotes: list(openMembers({
    id: text(200, 1),
    by: who,
    at: instant,
    writtenAt: instant
  }, {
    replaced: replaced
  }), 1e4),
  otherProse: list(anything(5e4), 1e4),
  fence: integer(1),
  retiredAt: instant
});
var ofOperators = ["notes", "removedNotes"];
function validate(doc, before, user) {
  var given = readGiven(doc, before, user);
  var writer = given.writer;
  if (given.deleted) {
    if (!isAtLeast(writer, "admin")) requireCollector(writer, "removing a document");
    if (memberOf(doc, "fence") !== void 0) refuseFenced(doc, given.before);
    return;
  }
  requireRole(writer, "operator", "a document", true);
  requireVersion(doc, 1);
  shape(doc, "");
  if (given.before === void 0 || !sameBut(doc, given.before, ofOperators)) requireCollector(writer, "a generated part of a document");
  refuseFenced(doc, given.before);
  judgeNotes(given);
}
function judgeNotes(_ref) {
  var doc = _ref.doc,
    before = _ref.before,
    writer = _ref.writer;
  var known = writings(before);
  var _loop = function _loop() {
    var written = _writings2[_i18];
    if (!some(known, function (one) {
      return same(one, written);
    })) requireSpoken(writer, written.author, "a note");
  };
  for (var _i18 = 0, _writings2 = writings(doc); _i18 < _writings2.length; _i18++) {
    _loop();
  }
  var removedBefore = listOf(memberOf(before, "removedNotes"));
  var _loop2 = function _loop2() {
    var removed = _listOf2[_i20];
    if (!some(removedBefore, function (one) {
      return isSameRemoval(one, removed);
    })) requireSpoken(writer, memberOf(removed, "by"), "the removal of a note");
  };
  for (var _i20 = 0, _listOf2 = listOf(doc["removedNotes"]); _i20 < _listOf2.length; _i20++) {
    _loop2();
  }
  var _loop3 = function _loop3() {
    var note = _listOf4[_i22];
    var _listOf$filter = listOf(memberOf(before, "notes")).filter(function (one) {
        return isOf(one, note);
      }),
      was = _listOf$filter[0];
    if (was === void 0) requireSpoken(writer, authorOf(note), "a note");else if (memberOf(was, "author") !== memberOf(note, "author")) refuse("owner", "note ".concat(idOf(note), " was begun by ").concat(String(memberOf(was, "author"))));
  };
  for (var _i22 = 0, _listOf4 = listOf(doc["notes"]); _i22 < _listOf4.length; _i22++) {
    _loop3();
  }
  var _loop4 = function _loop4() {
    var note = _listOf6[_i24];
    if (!some(listOf(doc["notes"]), function (one) {
      return isOf(one, note);
    }) && !some(listOf(doc["removedNotes"]), function (one) {
      return isOf(one, note);
    })) refuse("append-only", "note ".concat(idOf(note), " is gone, and nobody says that they removed it"));
  };
  for (var _i24 = 0, _listOf6 = listOf(memberOf(before, "notes")); _i24 < _listOf6.length; _i24++) {
    _loop4();
  }
}
var idOf = function idOf(note) {
  return String(memberOf(note, "id"));
};
var isOf = function isOf(one, note) {
  return idOf(one) === idOf(note);
};
var isSameRemoval = function isSameRemoval(one, other) {
  return isOf(one, other) && memberOf(one, "by") === memberOf(other, "by") && memberOf(one, "at") === memberOf(other, "at");
};
var authorOf = function authorOf(note) {
  var editedBy = memberOf(note, "editedBy");
  return editedBy === void 0 ? memberOf(note, "author") : editedBy;
};
function writings(document) {
  var found = [];
  for (var _i26 = 0, _listOf8 = listOf(memberOf(document, "notes")); _i26 < _listOf8.length; _i26++) {
    var note = _listOf8[_i26];
    found.push({
      text: memberOf(note, "text"),
      author: authorOf(note)
    });
    for (var _i28 = 0, _listOf0 = listOf(memberOf(note, "alternatives")); _i28 < _listOf0.length; _i28++) {
      var other = _listOf0[_i28];
      found.push({
        text: memberOf(other, "text"),
        author: memberOf(other, "author")
      });
    }
  }
  return found;
}
validate(newDoc, oldDoc, userCtx);
}
