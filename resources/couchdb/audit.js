function (newDoc, oldDoc, userCtx, secObj) {
function _extends() { return _extends = Object.assign ? Object.assign.bind() : function (n) { for (var e = 1; e < arguments.length; e++) { var t = arguments[e]; for (var r in t) ({}).hasOwnProperty.call(t, r) && (n[r] = t[r]); } return n; }, _extends.apply(null, arguments); }
function canonicalJson(value) {
  if (typeof value === "string") return quote(value);
  if (Array.isArray(value)) {
    var items = [];
    for (var _i2 = 0; _i2 < value.length; _i2++) {
      var item = value[_i2];
      items.push(canonicalJson(item));
    }
    return "[".concat(items.join(","), "]");
  }
  if (typeof value === "object" && value !== null) {
    var parts = [];
    for (var _i4 = 0, _inOrder2 = inOrder(Object.keys(value)); _i4 < _inOrder2.length; _i4++) {
      var name = _inOrder2[_i4];
      parts.push("".concat(quote(name), ":").concat(canonicalJson(value[name])));
    }
    return "{".concat(parts.join(","), "}");
  }
  return JSON.stringify(value);
}
function inOrder(names) {
  var numbers = [];
  var others = [];
  for (var _i6 = 0; _i6 < names.length; _i6++) {
    var name = names[_i6];
    (isIndex(name) ? numbers : others).push(name);
  }
  numbers.sort(function (a, b) {
    return Number(a) - Number(b);
  });
  others.sort(function (a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
  });
  return numbers.concat(others);
}
var isIndex = function isIndex(name) {
  return /^(0|[1-9]\d{0,9})$/.test(name) && Number(name) < 4294967295;
};
function quote(text) {
  var quoted = "\"";
  for (var i = 0; i < text.length; i += 1) {
    var code = text.charCodeAt(i);
    var short = escapes[text.charAt(i)];
    if (short !== void 0) quoted += short;else if (code < 32 || isHalf(text, i)) quoted += "\\u".concat("000".concat(code.toString(16)).slice(-4));else quoted += text.charAt(i);
  }
  return "".concat(quoted, "\"");
}
var escapes = {
  "\"": "\\\"",
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "	": "\\t"
};
function isHalf(text, at) {
  var code = text.charCodeAt(at);
  if (code < 55296 || code > 57343) return false;
  if (code <= 56319) {
    var next = text.charCodeAt(at + 1);
    return !(next >= 56320 && next <= 57343);
  }
  var previous = at === 0 ? 0 : text.charCodeAt(at - 1);
  return !(previous >= 55296 && previous <= 56319);
}
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
function sha256(text) {
  var bytes = utf8(text);
  var bits = bytes.length * 8;
  bytes.push(128);
  while (bytes.length % 64 !== 56) bytes.push(0);
  for (var shift = 56; shift >= 0; shift -= 8) bytes.push(shift >= 32 ? Math.floor(bits / Math.pow(2, shift)) & 255 : bits >>> shift & 255);
  var _tables = tables(),
    constants = _tables.constants,
    state = _tables.state;
  var words = [];
  for (var block = 0; block < bytes.length; block += 64) {
    for (var i = 0; i < 16; i += 1) {
      var at = block + i * 4;
      words[i] = byte(bytes, at) << 24 | byte(bytes, at + 1) << 16 | byte(bytes, at + 2) << 8 | byte(bytes, at + 3);
    }
    for (var _i7 = 16; _i7 < 64; _i7 += 1) {
      var a = byte(words, _i7 - 15);
      var b = byte(words, _i7 - 2);
      var s0 = turned(a, 7) ^ turned(a, 18) ^ a >>> 3;
      var s1 = turned(b, 17) ^ turned(b, 19) ^ b >>> 10;
      words[_i7] = byte(words, _i7 - 16) + s0 + byte(words, _i7 - 7) + s1 | 0;
    }
    round(state, words, constants);
  }
  var hex = "";
  for (var _i9 = 0; _i9 < state.length; _i9++) {
    var word = state[_i9];
    hex += "0000000".concat((word >>> 0).toString(16)).slice(-8);
  }
  return hex;
}
function round(state, words, constants) {
  var a = byte(state, 0);
  var b = byte(state, 1);
  var c = byte(state, 2);
  var d = byte(state, 3);
  var e = byte(state, 4);
  var f = byte(state, 5);
  var g = byte(state, 6);
  var h = byte(state, 7);
  for (var i = 0; i < 64; i += 1) {
    var s1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    var one = h + s1 + (e & f ^ ~e & g) + byte(constants, i) + byte(words, i) | 0;
    var two = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + (a & b ^ a & c ^ b & c) | 0;
    h = g;
    g = f;
    f = e;
    e = d + one | 0;
    d = c;
    c = b;
    b = a;
    a = one + two | 0;
  }
  var next = [a, b, c, d, e, f, g, h];
  for (var _i0 = 0; _i0 < 8; _i0 += 1) state[_i0] = byte(state, _i0) + byte(next, _i0) | 0;
}
function tables() {
  var constants = [];
  var state = [];
  for (var candidate = 2; constants.length < 64; candidate += 1) {
    var prime = true;
    for (var divisor = 2; divisor * divisor <= candidate; divisor += 1) if (candidate % divisor === 0) prime = false;
    if (!prime) continue;
    if (state.length < 8) state.push(fraction(Math.pow(candidate, 1 / 2)));
    constants.push(fraction(Math.pow(candidate, 1 / 3)));
  }
  return {
    constants: constants,
    state: state
  };
}
var fraction = function fraction(value) {
  return (value - Math.floor(value)) * 4294967296 | 0;
};
var turned = function turned(word, by) {
  return word >>> by | word << 32 - by;
};
var byte = function byte(list, at) {
  return list[at] || 0;
};
function utf8(text) {
  var bytes = [];
  for (var i = 0; i < text.length; i += 1) {
    var code = text.charCodeAt(i);
    if (code >= 55296 && code <= 56319 && i + 1 < text.length) {
      code = 65536 + (code - 55296 << 10) + (text.charCodeAt(i + 1) - 56320);
      i += 1;
    }
    if (code < 128) bytes.push(code);else if (code < 2048) bytes.push(192 | code >> 6, 128 | code & 63);else if (code < 65536) bytes.push(224 | code >> 12, 128 | code >> 6 & 63, 128 | code & 63);else bytes.push(240 | code >> 18, 128 | code >> 12 & 63, 128 | code >> 6 & 63, 128 | code & 63);
  }
  return bytes;
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
    for (var _i10 = 0, _Object$keys2 = Object.keys(required); _i10 < _Object$keys2.length; _i10++) {
      var _required$name;
      var name = _Object$keys2[_i10];
      (_required$name = required[name]) === null || _required$name === void 0 || _required$name.call(required, own(value, name), within + name);
    }
    for (var _i12 = 0, _Object$keys4 = Object.keys(value); _i12 < _Object$keys4.length; _i12++) {
      var _optional$_name, _optional;
      var _name = _Object$keys4[_i12];
      if (at === "" && _name.charAt(0) === "_") {
        if (_name === "_attachments") refuse("shape", "attachments are not taken here");
      } else if (hasOwn(optional, _name)) (_optional$_name = (_optional = optional)[_name]) === null || _optional$_name === void 0 || _optional$_name.call(_optional, value[_name], within + _name);else if (!hasOwn(required, _name)) refuse("shape", "".concat(at === "" ? "the document" : at, ": has an unknown member ").concat(JSON.stringify(_name.slice(0, 60))));
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
      } else for (var _i16 = 0, _Object$keys6 = Object.keys(one); _i16 < _Object$keys6.length; _i16++) {
        var name = _Object$keys6[_i16];
        if (name === "__proto__") refuse("shape", "".concat(at, ": a member has no fitting name"));
        _count(one[name], depth + 1);
      }
    };
    _count(value, 0);
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
function requireYear(_ref3, at) {
  var year = _ref3.year;
  if (year !== void 0 && String(at).slice(0, 4) !== year) refuse("shape", "at: expected an instant of ".concat(year, ", got ").concat(String(at).slice(0, 24)));
}
var hash = /^[0-9a-f]{64}$/;
var action = {
  phase: text(10),
  action: text(300, 1),
  via: text(300)
};
var result = oneOf(["done", "failed", "cancelled"]);
var shape = members({
  workstation: text(200, 1),
  sequence: integer(1),
  at: instant,
  operator: text(200),
  event: variants("phase", {
    intent: members(action),
    outcome: members(_extends(_extends({}, action), {}, {
      of: matching(hash, "a hash"),
      result: result
    })),
    fact: members(_extends(_extends({}, action), {}, {
      result: result
    }))
  }),
  subject: text(2e4),
  details: anything(5e4),
  previousHash: matching(/^([0-9a-f]{64}|genesis)$/, "a hash, or genesis"),
  hash: matching(hash, "a hash"),
  schemaVersion: integer(1)
});
var longest = 5e5;
function validate(doc, before, user) {
  var given = readGiven(doc, before, user);
  refuseDeletion(given);
  refuseChange(given);
  requireRole(given.writer, "operator", "the audit", true);
  requireVersion(doc, 1);
  shape(doc, "");
  requireYear(given, doc["at"]);
  if (doc["sequence"] === 1 !== (doc["previousHash"] === "genesis")) refuse("chain", "previousHash: genesis is what the first record follows on, and no other");
  var canonical = canonicalJson(contentOf(doc));
  if (canonical.length > longest) refuse("shape", "the record has ".concat(canonical.length, " characters, and at most ").concat(longest, " are taken"));
  var real = sha256(canonical);
  if (doc["hash"] !== real || given.id !== real) refuse("chain", "the record is not what its hash was made of: expected ".concat(real));
  requireSpoken(given.writer, doc["operator"], "a record of the audit", true);
}
function contentOf(doc) {
  var content = {};
  for (var _i18 = 0, _Object$keys8 = Object.keys(doc); _i18 < _Object$keys8.length; _i18++) {
    var name = _Object$keys8[_i18];
    if (name.charAt(0) !== "_" && name !== "hash") content[name] = doc[name];
  }
  return content;
}
validate(newDoc, oldDoc, userCtx);
}
