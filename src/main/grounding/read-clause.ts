import type { Amount } from './amounts.ts';
import type { Claim, Named } from './claims.ts';
import type { Clause } from './clauses.ts';
import { isNamed, isVerbHost, type Phrase } from './phrases.ts';
import { textsAt } from './judge.ts';
import type { Subject } from './read-claims.ts';
import { has, isGerman, type Token } from './tokens.ts';
import type { Spoken } from './vocabulary/attributes.ts';
import { bareRelation, placePrepositions, type Followed } from './vocabulary/relations.ts';
import { assessments } from './vocabulary/words.ts';
import { kindFields } from '../../shared/model/kind-fields.ts';

interface Reading {
  readonly tokens: readonly Token[];
  readonly phrases: readonly Phrase[];
  readonly clause: Clause;
  /** Of the clause before. */
  readonly subject: Subject | undefined;
}

const possessive = new Set(['of', 'von', 'vom', 'for', 'für', 'des']);
const comparing = new Set(['with', 'mit', 'to', 'zu']);

export function readClause(reading: Reading): {
  readonly claims: readonly Claim[];
  readonly subject: Subject | undefined;
} {
  return new ClauseReader(reading).read();
}

/** Reads one clause: each step takes what it understands and marks it as accounted for. */
class ClauseReader {
  readonly #tokens: readonly Token[];
  readonly #at: readonly number[];
  readonly #own: readonly Phrase[];
  readonly #clause: Clause;
  readonly #carried: readonly Named[];
  readonly #claims: Claim[] = [];
  readonly #done = new Set<Phrase>();
  #subject: readonly Named[];

  constructor({ tokens, phrases, clause, subject }: Reading) {
    this.#tokens = tokens;
    this.#clause = clause;
    this.#at = clause.at;
    const places = new Set(clause.at);
    this.#own = phrases.filter(({ first }) => places.has(first));
    this.#carried = subject?.names ?? [];
    this.#subject = this.#findSubject();
  }

  read() {
    this.#ownedNames();
    this.#change();
    this.#values();
    this.#comparison();
    this.#counts();
    this.#sums();
    this.#amounts();
    this.#relations();
    this.#namedByKind();
    this.#states();
    this.#moments();
    this.#kindOf();
    this.#leftOver();
    this.#deny();
    return {
      claims: this.#claims,
      subject: this.#subject.length === 0 ? undefined : { names: this.#subject },
    };
  }

  #token(i: number): Token | undefined {
    return this.#tokens[i];
  }

  /** Free phrase: introduced by nothing that gives it another part than subject or object. */
  #isFree(phrase: Phrase): boolean {
    return phrase.preposition === undefined && phrase.compared === undefined && phrase.owning === undefined;
  }

  #findSubject(): readonly Named[] {
    const free = this.#own.find((phrase) => this.#isFree(phrase));
    const { relative } = this.#clause;
    if (relative !== undefined && relative.preposition === undefined) return relative.antecedent?.names ?? [];
    if (free !== undefined) return free.names;
    const owner = this.#own.find(
      (phrase) => phrase.owning === true || possessive.has(phrase.preposition ?? ''),
    );
    if (owner !== undefined) return owner.names;
    const pronoun = this.#at.some((i) => has(this.#token(i), 'pronoun'));
    if (pronoun) return this.#carried;
    const placed = this.#own.find((phrase) => placePrepositions.includes(phrase.preposition ?? ''));
    if (placed !== undefined) return placed.names;
    return this.#carried.length > 0 ? this.#carried : (this.#own[0]?.names ?? []);
  }

  #add(claim: Claim, ...names: readonly (readonly Named[])[]): void {
    this.#claims.push(claim);
    for (const name of names.flat()) name.used = true;
  }

  #phraseOf(names: readonly Named[]): Phrase | undefined {
    return this.#own.find((phrase) => phrase.names === names);
  }

  /** "its host esx-01": the carried subject's host is esx-01. */
  #ownedNames(): void {
    for (const phrase of this.#own) {
      if (phrase.owned === undefined || this.#carried.length === 0 || phrase.names === this.#carried)
        continue;
      this.#add(
        {
          is: 'relation',
          from: this.#carried,
          to: phrase.names,
          means: bareRelation,
          either: true,
          anchor: phrase.first,
          denied: false,
        },
        phrase.names,
        this.#carried,
      );
    }
  }

  #change(): void {
    const at = this.#at.find((i) => this.#token(i)?.change !== undefined);
    if (at === undefined) return;
    const way = this.#token(at)?.change ?? 'any';
    const ends = this.#fromTo();
    const moment = this.#at.map((i) => this.#token(i)).find((token) => token?.moment !== undefined);
    if (ends === undefined && moment === undefined && way === 'any') return;
    const [of] =
      this.#own.find((phrase) => !ends?.tokens.has(phrase.first) && !ends?.tokens.has(phrase.last))?.names ??
      this.#carried;
    if (of === undefined) return;
    const attributes = this.#at.flatMap((i) => {
      const token = this.#token(i);
      if (token?.attributes !== undefined && ends?.tokens.has(i) !== true) return token.attributes;
      // "the host of x changed from a to b": the attribute that names it.
      return (token?.kinds ?? [])
        .map((kind): Spoken => ({ kind: 'vm', path: kind }))
        .filter(({ path }) => path === 'host' || path === 'cluster');
    });
    for (const i of this.#at) {
      const token = this.#token(i);
      if (token?.moment !== undefined || ends?.tokens.has(i) === true || token?.states !== undefined)
        (token as Token).used = true;
    }
    this.#add(
      {
        is: 'change',
        of,
        attributes: relevant(attributes, of),
        from: ends?.from,
        to: ends?.to,
        moment: moment?.moment,
        way,
        anchor: at,
        denied: false,
      },
      [of],
    );
    for (const phrase of this.#own) if (phrase.names.every(({ used }) => used)) this.#done.add(phrase);
  }

  /** "from a to b", "von a auf b". */
  #fromTo():
    | {
        readonly from: Token | undefined;
        readonly to: Token | undefined;
        readonly tokens: ReadonlySet<number>;
      }
    | undefined {
    const operand = (i: number) => {
      const token = this.#token(i);
      return (
        token !== undefined &&
        (token.amount !== undefined || token.entities !== undefined || token.code === true)
      );
    };
    const tokens = new Set<number>();
    let from: Token | undefined;
    let to: Token | undefined;
    for (const [k, i] of this.#at.entries()) {
      const word = this.#token(i)?.lower;
      const next = [1, 2, 3]
        .map((n) => this.#at[k + n])
        .find(
          (j) => j !== undefined && !has(this.#token(j), 'article') && this.#token(j)?.kinds === undefined,
        );
      if (next === undefined || !operand(next)) continue;
      const hasTo = this.#at
        .slice(k + 1)
        .some((j) => ['to', 'auf', 'nach', 'zu'].includes(this.#token(j)?.lower ?? ''));
      if ((word === 'from' || word === 'von' || word === 'vom') && from === undefined && hasTo) {
        // "of x … from a": the operand whose partner comes next.
        const rest = this.#at.slice(this.#at.indexOf(next) + 1);
        const partner = rest.find(
          (j) =>
            !has(this.#token(j), 'article') &&
            this.#token(j)?.kinds === undefined &&
            this.#token(j)?.attributes === undefined,
        );
        if (!['to', 'auf', 'nach', 'zu'].includes(this.#token(partner ?? -1)?.lower ?? '')) continue;
        from = this.#token(next);
        tokens.add(next);
      } else if (['to', 'auf', 'nach', 'zu'].includes(word ?? '') && to === undefined) {
        to = this.#token(next);
        tokens.add(next);
      }
    }
    return from === undefined && to === undefined ? undefined : { from, to, tokens };
  }

  #comparison(): void {
    const at = this.#at.find((i) => this.#token(i)?.comparative !== undefined);
    const than = this.#own.find(({ compared }) => compared === true) ?? this.#comparedWith();
    if (at !== undefined && than !== undefined) {
      const { more = true, size } = this.#token(at)?.comparative ?? {};
      const attributes = size === true ? [] : this.#attributesAfter(at);
      const [other] = than.names;
      if (other === undefined) return;
      if (this.#at.some((i) => has(this.#token(i), 'none') && i < at)) {
        // "No host has more memory than x": x has the most.
        const kinds = this.#at.flatMap((i) => (i < at ? (this.#token(i)?.kinds ?? []) : []));
        this.#useRole('none');
        this.#add(
          {
            is: 'extreme',
            of: other,
            group: { kinds, within: this.#restrictors([than.names]) },
            attributes,
            most: more,
            anchor: at,
            denied: false,
          },
          [other],
        );
        return;
      }
      const one =
        this.#own.find((phrase) => phrase !== than && this.#isFree(phrase))?.names[0] ??
        (this.#subject === than.names ? this.#carried[0] : this.#subject[0]);
      if (one === undefined || one === other) return;
      this.#add({ is: 'comparison', one, other, attributes, more, anchor: at, denied: false }, [one, other]);
      return;
    }
    const top = this.#at.find((i) => this.#token(i)?.superlative !== undefined);
    if (top === undefined) return;
    const [of] =
      (this.#own.find((phrase) => this.#isFree(phrase)) ?? this.#phraseOf(this.#subject))?.names ??
      this.#subject;
    if (of === undefined) return;
    const { most = true, size } = this.#token(top)?.superlative ?? {};
    const attributes =
      size === true && this.#token(top + 1)?.attributes === undefined ? [] : this.#attributesAfter(top);
    const kinds = this.#at.flatMap((i) => {
      const token = this.#token(i);
      return token?.kinds !== undefined && !this.#isAttributeUse(i, attributes) ? [...token.kinds] : [];
    });
    const within = this.#restrictors([[of]]);
    if (kinds.length > 0) this.#useRole('every');
    this.#add(
      { is: 'extreme', of, group: { kinds, within }, attributes, most, anchor: top, denied: false },
      [of],
      within,
    );
  }

  #isAttributeUse(i: number, attributes: readonly Spoken[]): boolean {
    return attributes.length > 0 && this.#token(i)?.attributes === attributes;
  }

  /** "Compared with x, …". */
  #comparedWith(): Phrase | undefined {
    return this.#own.find(({ first, preposition }) => {
      if (!comparing.has(preposition ?? '')) return false;
      return this.#at.some(
        (i) =>
          i < first &&
          i > first - 6 &&
          /^(?:compared|comparison|vergleich|verglichen)$/.test(this.#token(i)?.lower ?? ''),
      );
    });
  }

  #attributesAfter(at: number): readonly Spoken[] {
    for (const i of this.#at)
      if (i > at && i < at + 5 && this.#token(i)?.attributes !== undefined)
        return this.#token(i)?.attributes ?? [];
    return [];
  }

  #useRole(role: 'none' | 'every'): void {
    for (const i of this.#at) if (has(this.#token(i), role)) (this.#token(i) as Token).used = true;
  }

  /** What something that is counted is in: every other name of the clause. */
  #restrictors(except: readonly (readonly Named[])[]): readonly Named[] {
    return this.#own.flatMap((phrase) =>
      except.some((names) => names.some((name) => phrase.names.includes(name))) || phrase.compared === true
        ? []
        : phrase.names,
    );
  }

  #counts(): void {
    const figures = this.#at.flatMap(
      (i): { readonly i: number; readonly amount: Amount | 'all' | 'none' }[] => {
        const token = this.#token(i);
        if (token?.used === true) return [];
        if (token?.amount?.dimension === 'count') return [{ i, amount: token.amount }];
        if (has(token, 'every') && this.#nounAfter(i)?.number !== true)
          return [{ i, amount: 'all' as const }];
        if (has(token, 'none')) return [{ i, amount: 'none' as const }];
        return [];
      },
    );
    const nouned = figures.map((figure) => ({ ...figure, noun: this.#nounAfter(figure.i) }));
    const counted = nouned.filter(({ noun }) => noun?.kind !== undefined);
    for (const { i, amount, noun } of counted) {
      if (noun?.kind === undefined) continue;
      const kinds = this.#token(noun.kind)?.kinds ?? [];
      const singleName = isNamed(this.#token(noun.kind + 1)) && amount === 'all';
      if (singleName || this.#isAttributeOf(noun.kind, i)) continue;
      const within = this.#within(kinds);
      if (within === undefined) continue;
      const states = this.#statesFor(kinds);
      const orphan = nouned.find(
        (other) =>
          other.i !== i &&
          other.noun?.kind === undefined &&
          other.amount !== 'all' &&
          this.#isShare(other.i, i, other.noun?.attribute),
      );
      const head = {
        is: 'count' as const,
        group: { kinds, within },
        means: this.#meansOfClause(),
        counted: this.#token(noun.kind)?.attributes ?? [],
        anchor: i,
        denied: false,
      };
      if (
        amount === 'none' &&
        states.length === 0 &&
        within.length === 0 &&
        this.#at.length > 0 &&
        !this.#countsAtAll(noun.kind)
      )
        continue;
      const every = amount === 'all' || this.#everyBefore(i);
      if (orphan !== undefined && states.length > 0) {
        if (typeof amount !== 'string') this.#add({ ...head, states: [], amount });
        this.#add({ ...head, states, amount: orphan.amount, anchor: orphan.i });
        (this.#token(orphan.i) as Token).used = true;
      } else if (every && states.length > 0) {
        if (typeof amount !== 'string') this.#add({ ...head, states: [], amount });
        this.#add({ ...head, states, amount: 'all' });
      } else if (amount === 'all') {
        continue;
      } else if (
        every &&
        typeof amount !== 'string' &&
        this.#meansOfClause() === undefined &&
        this.#hasOtherPredicate(i)
      ) {
        this.#add({ ...head, states: [], amount });
      } else {
        this.#add({ ...head, states, amount });
      }
      (this.#token(i) as Token).used = true;
      for (const name of within) name.used = true;
      for (const place of this.#at) {
        const token = this.#token(place);
        if (token?.states?.some(({ kind }) => kinds.includes(kind)) === true) token.used = true;
        if (has(token, 'every')) (token as Token).used = true;
      }
      this.#markDone();
    }
    this.#existence();
  }

  #markDone(): void {
    for (const phrase of this.#own) if (phrase.names.every(({ used }) => used)) this.#done.add(phrase);
  }

  #hasOtherPredicate(i: number): boolean {
    return this.#at.some((place) => place > i && this.#token(place)?.amount !== undefined);
  }

  #countsAtAll(noun: number): boolean {
    return (
      this.#token(noun)?.kinds !== undefined &&
      this.#at.some((i) => has(this.#token(i), 'copula') || has(this.#token(i), 'verb'))
    );
  }

  /** "X has a critical finding": at least one. */
  #existence(): void {
    const at = this.#at.find((i) => this.#token(i)?.kinds?.[0] === 'finding');
    if (at === undefined || this.#claims.some(({ is }) => is === 'count')) return;
    const titled = this.#own.filter((phrase) =>
      phrase.names.some(({ entities }) => entities.some(({ kind }) => kind === 'finding')),
    );
    const objects = this.#restrictors(titled.map(({ names }) => names));
    const states = this.#statesFor(['finding']);
    if (objects.length > 0 && (titled.length === 0 || states.length > 0)) {
      this.#add(
        {
          is: 'count',
          group: { kinds: ['finding'], within: objects },
          states,
          means: undefined,
          amount: 'any',
          counted: [],
          anchor: at,
          denied: false,
        },
        objects,
      );
    }
    for (const { names } of titled) {
      if (objects.length === 0) continue;
      this.#add(
        {
          is: 'relation',
          from: names,
          to: objects,
          means: { types: ['concerns'] },
          anchor: at,
          denied: false,
        },
        names,
        objects,
      );
    }
    for (const i of this.#at)
      if (this.#token(i)?.states?.some(({ kind }) => kind === 'finding') === true && objects.length > 0)
        (this.#token(i) as Token).used = true;
    this.#markDone();
  }

  #everyBefore(i: number): boolean {
    const k = this.#at.indexOf(i);
    return [1, 2, 3].some((n) => has(this.#token(this.#at[k - n] ?? -1), 'every')) && !this.#isOfAll(i);
  }

  /** "Of all 12 VMs, three …". */
  #isOfAll(i: number): boolean {
    const k = this.#at.indexOf(i);
    const before = [1, 2, 3].map((n) => this.#token(this.#at[k - n] ?? -1));
    const every = before.findIndex((token) => has(token, 'every'));
    const preposition = before[every + 1];
    return every >= 0 && preposition !== undefined && possessive.has(preposition.lower);
  }

  /** Whether `part` is a share of what is counted at `whole`. */
  #isShare(part: number, whole: number, attribute: number | undefined): boolean {
    if (attribute !== undefined) return false;
    const token = this.#token(part);
    if (token?.used === true) return false;
    const k = this.#at.indexOf(whole);
    return [1, 2, 3].some((n) => {
      const before = this.#token(this.#at[k - n] ?? -1);
      return (
        before !== undefined &&
        (possessive.has(before.lower) || before.lower === 'der' || before.lower === 'den')
      );
    });
  }

  /** The kind or attribute that a figure counts: the next one, past adjectives. */
  #nounAfter(
    i: number,
  ): { readonly kind?: number; readonly attribute?: number; readonly number?: true } | undefined {
    const k = this.#at.indexOf(i);
    for (let n = 1; n <= 5; n += 1) {
      const place = this.#at[k + n];
      const token = place === undefined ? undefined : this.#token(place);
      if (place === undefined || token === undefined) return undefined;
      if (token.amount !== undefined) return { number: true };
      if (token.kinds !== undefined && !isVerbHost(this.#tokens, place)) return { kind: place };
      if (token.attributes !== undefined && token.states === undefined) return { attribute: place };
      if (
        has(token, 'comma') ||
        has(token, 'copula') ||
        has(token, 'verb') ||
        has(token, 'join') ||
        token.entities !== undefined
      )
        return undefined;
      if (token.relation !== undefined && token.kinds === undefined) return undefined;
    }
    return undefined;
  }

  /** A kind's word that is meant as an attribute: "VLAN 20", "core count of 12". */
  #isAttributeOf(kind: number, figure: number): boolean {
    return figure > kind;
  }

  /** @returns undefined when what is counted cannot be told from the names in the clause */
  #within(kinds: readonly string[]): readonly Named[] | undefined {
    const { relative } = this.#clause;
    const own = this.#own.filter(
      (phrase) =>
        phrase.compared !== true &&
        !phrase.names.some(({ entities }) => entities.some(({ kind }) => kind === 'finding')),
    );
    const names = own
      .filter((phrase) => !this.#done.has(phrase) || phrase.names === this.#subject)
      .flatMap((phrase) => phrase.names);
    const others = names.filter(({ entities }) => entities.some(({ kind }) => !kinds.includes(kind)));
    if (others.length > 0) return others.length > 2 ? others.slice(0, 2) : others;
    if (relative?.antecedent !== undefined) return relative.antecedent.names;
    const pronoun = this.#at.some((i) => has(this.#token(i), 'pronoun') && this.#token(i)?.lower !== 'es');
    return pronoun ||
      (this.#own.length === 0 && this.#carried.length > 0 && this.#at[0] !== 0 && !this.#opens())
      ? this.#carried
      : [];
  }

  /** Whether the clause opens its sentence: then it continues nothing. */
  #opens(): boolean {
    return (this.#at[0] ?? 0) === 0;
  }

  #statesFor(kinds: readonly string[]) {
    return this.#at.flatMap((i) => {
      const states = this.#token(i)?.states?.filter(({ kind }) => kinds.includes(kind)) ?? [];
      return states.length === 0 || this.#token(i)?.used === true || this.#isRelationHere(i) ? [] : [states];
    });
  }

  /** `running` in "running on x" is a relation, `connected` in "connected to x" is one too. */
  #isRelationHere(i: number): boolean {
    const token = this.#token(i);
    if (token?.relation === undefined) return false;
    return this.#objectOf(i) !== undefined;
  }

  #meansOfClause(): Followed | undefined {
    for (const i of this.#at) {
      const relation = this.#token(i)?.relation;
      if (relation === undefined || (this.#token(i)?.kinds !== undefined && !isVerbHost(this.#tokens, i)))
        continue;
      return relation.holds ?? relation.forward?.[0]?.means ?? relation.takes;
    }
    return undefined;
  }

  #sums(): void {
    const every = this.#at.find((i) => has(this.#token(i), 'total'));
    const kindAt = this.#at.find((i) => {
      const token = this.#token(i);
      return (
        token?.kinds !== undefined &&
        !isVerbHost(this.#tokens, i) &&
        /(?:s|n|en)$/.test(token.lower) &&
        !this.#own.some(({ kind }) => kind === token)
      );
    });
    if (kindAt === undefined) return;
    const figure = this.#at.find((i) => {
      const token = this.#token(i);
      return token?.amount !== undefined && !token.used && token.amount.dimension !== 'count';
    });
    const amount = figure === undefined ? undefined : this.#token(figure)?.amount;
    const attribute = this.#at.find((i) => this.#token(i)?.attributes !== undefined && i !== kindAt);
    if (figure === undefined || amount === undefined || attribute === undefined) return;
    const kinds = this.#token(kindAt)?.kinds ?? [];
    const within = this.#within(kinds) ?? [];
    if (within.length === 0 && every === undefined) return;
    (this.#token(figure) as Token).used = true;
    this.#add(
      {
        is: 'sum',
        group: { kinds, within },
        attributes: this.#token(attribute)?.attributes ?? [],
        amount,
        each: every === undefined,
        anchor: figure,
        denied: false,
      },
      within,
    );
    this.#markDone();
  }

  #amounts(): void {
    const figures = this.#at.filter((i) => {
      const token = this.#token(i);
      return token?.amount !== undefined && !token.used;
    });
    const taken = new Set<number>();
    for (const i of figures) {
      const token = this.#token(i);
      if (token?.amount === undefined) continue;
      const attribute = this.#attributeOf(i, figures, taken);
      if (attribute === undefined && token.amount.dimension === 'count') continue;
      if (token.soft === true && attribute !== i + 1) continue;
      if (attribute !== undefined) taken.add(attribute);
      const of = this.#ownerOf(attribute ?? i) ?? this.#subject;
      if (of.length === 0) continue;
      const bound = this.#boundBefore(i);
      token.used = true;
      const spoken = attribute === undefined ? undefined : this.#token(attribute)?.attributes;
      if (attribute !== undefined) (this.#token(attribute) as Token).used = true;
      this.#add(
        {
          is: 'amount',
          of,
          attributes: spoken,
          amount: bound === undefined ? token.amount : { ...token.amount, bound },
          anchor: i,
          denied: false,
        },
        of,
      );
    }
  }

  #boundBefore(i: number) {
    const k = this.#at.indexOf(i);
    for (const n of [1, 2]) {
      const token = this.#token(this.#at[k - n] ?? -1);
      if (token?.bound !== undefined) return token.bound;
      if (!has(token, 'article')) return undefined;
    }
    return undefined;
  }

  /** The attribute that a figure is of: behind it ("8 vCPUs", "512 GiB of memory"), else before it. */
  #attributeOf(i: number, figures: readonly number[], taken: ReadonlySet<number>): number | undefined {
    const amount = this.#token(i)?.amount;
    const isFree = (place: number | undefined): place is number => {
      const token = place === undefined ? undefined : this.#token(place);
      return (
        place !== undefined && token?.attributes !== undefined && !taken.has(place) && amount !== undefined
      );
    };
    const k = this.#at.indexOf(i);
    for (let n = 1; n <= 5; n += 1) {
      const place = this.#at[k + n];
      if (
        place === undefined ||
        figures.includes(place) ||
        isNamed(this.#token(place)) ||
        has(this.#token(place), 'comma')
      )
        break;
      if (isFree(place)) return place;
      if (
        has(this.#token(place), 'verb') ||
        has(this.#token(place), 'close') ||
        has(this.#token(place), 'join')
      )
        break;
    }
    for (let n = k - 1; n >= 0; n -= 1) {
      const place = this.#at[n];
      if (place === undefined || figures.includes(place)) break;
      // "belegter Speicherplatz", "free capacity": the adjective says which.
      const before = this.#at[n - 1];
      if (isFree(place)) return isFree(before) && !figures.includes(before) ? before : place;
    }
    return undefined;
  }

  /** Whose an attribute is: "the memory of x", "x's memory". */
  #ownerOf(place: number): readonly Named[] | undefined {
    const after = this.#own.find(
      ({ first, preposition }) => possessive.has(preposition ?? '') && first > place && first - place < 6,
    );
    if (after !== undefined) return after.names;
    return this.#own.find(({ last, owning }) => owning === true && last < place && place - last < 5)?.names;
  }

  #relations(): void {
    for (const i of this.#at) {
      const token = this.#token(i);
      if (token?.relation === undefined || token.used) continue;
      if (token.kinds !== undefined && !isVerbHost(this.#tokens, i)) continue;
      this.#relation(i, token);
    }
  }

  #relation(i: number, token: Token): void {
    const { relation } = token;
    if (relation === undefined) return;
    const object = this.#objectOf(i);
    if (object !== undefined) {
      const from = this.#subjectFor(i, object.names);
      if (from.length === 0 || from === object.names) return;
      token.used = true;
      this.#add(
        { is: 'relation', from, to: object.names, means: object.means, anchor: i, denied: false },
        from,
        object.names,
      );
      if (object.phrase !== undefined) this.#done.add(object.phrase);
      return;
    }
    const means = relation.holds ?? relation.takes;
    const after = means === undefined ? undefined : this.#plainObject(i);
    if (means === undefined || after === undefined) {
      this.#brokenOff(i, token);
      return;
    }
    const holder = this.#subjectFor(i, after.names);
    if (holder.length === 0) return;
    token.used = true;
    const [from, to] = relation.holds === undefined ? [holder, after.names] : [after.names, holder];
    this.#add({ is: 'relation', from, to, means, anchor: i, denied: false }, from, to);
    this.#done.add(after);
  }

  /** "runs on mailserver", where nothing is called that. */
  #brokenOff(i: number, token: Token): void {
    const k = this.#at.indexOf(i);
    const next = this.#token(this.#at[k + 1] ?? -1);
    const prepositions = token.relation?.forward?.flatMap(({ prepositions: all }) => all) ?? [];
    if (next === undefined || !prepositions.includes(next.lower)) return;
    const rest = this.#at.slice(k + 2, k + 6).map((place) => this.#token(place));
    if (
      rest.some(
        (one) =>
          one === undefined ||
          one.used ||
          one.amount !== undefined ||
          one.attributes !== undefined ||
          one.states !== undefined ||
          one.kinds !== undefined ||
          one.moment !== undefined ||
          one.code === true ||
          isNamed(one) ||
          /^(?:inventory|estate|inventar|overview|document|documentation|document)$/.test(one.lower),
      )
    )
      return;
    const word = rest.find((one) => one !== undefined && !has(one, 'article'));
    if (word === undefined || assessments.has(word.lower)) return;
    this.#add({
      is: 'unclear',
      why: `the inventory has nothing called "${word.text}"`,
      anchor: i,
      denied: false,
    });
  }

  /** What stands behind the relation's preposition: after the verb, before it ("On x run …", "auf x läuft"), or "which". */
  #objectOf(
    i: number,
  ): { readonly names: readonly Named[]; readonly means: Followed; readonly phrase?: Phrase } | undefined {
    const forward = this.#token(i)?.relation?.forward ?? [];
    const next = this.#nextRelation(i);
    const fits = (phrase: Phrase) =>
      forward.find(({ prepositions }) => prepositions.includes(phrase.preposition ?? ''));
    const free = this.#own.filter((phrase) => !this.#done.has(phrase));
    const after = free.find(
      (phrase) => phrase.first > i && phrase.first < next && fits(phrase) !== undefined,
    );
    const { relative } = this.#clause;
    const chosen =
      after ??
      free.findLast(
        (phrase) =>
          phrase.first < i &&
          fits(phrase) !== undefined &&
          !(phrase.preposition === 'von' && this.#ownsSomething(phrase)),
      );
    const means = chosen === undefined ? undefined : fits(chosen)?.means;
    if (chosen !== undefined && means !== undefined) return { names: chosen.names, means, phrase: chosen };
    if (relative?.preposition !== undefined && relative.antecedent !== undefined) {
      const led = forward.find(({ prepositions }) => prepositions.includes(relative.preposition ?? ''));
      if (led !== undefined) return { names: relative.antecedent.names, means: led.means };
    }
    return undefined;
  }

  /** "Die Festplatten von x": a genitive, not an agent. */
  #ownsSomething(phrase: Phrase): boolean {
    const before = this.#token(phrase.first - 2);
    return before?.kinds !== undefined || before?.attributes !== undefined;
  }

  #nextRelation(i: number): number {
    return (
      this.#at.find(
        (place) =>
          place > i &&
          this.#token(place)?.relation !== undefined &&
          (this.#token(place)?.kinds === undefined || isVerbHost(this.#tokens, place)),
      ) ?? Infinity
    );
  }

  #subjectFor(i: number, object: readonly Named[]): readonly Named[] {
    const { relative } = this.#clause;
    if (relative !== undefined && relative.preposition === undefined) return relative.antecedent?.names ?? [];
    const free = this.#own.filter((phrase) => this.#isFree(phrase) && phrase.names !== object);
    const before = free.find(({ first }) => first < i) ?? free.find((phrase) => !this.#done.has(phrase));
    if (before !== undefined) return before.names;
    const owner = this.#own.find(
      (phrase) =>
        phrase.names !== object && (phrase.owning === true || possessive.has(phrase.preposition ?? '')),
    );
    if (owner !== undefined) return owner.names;
    return this.#subject === object ? this.#carried : this.#subject;
  }

  /** The object without a preposition: after the verb, or before it where a relative clause ends in it. */
  #plainObject(i: number): Phrase | undefined {
    const free = this.#own.filter((phrase) => this.#isFree(phrase) && !this.#done.has(phrase));
    const after = free.find(({ first }) => first > i);
    if (after !== undefined) return after;
    return this.#clause.relative === undefined ? undefined : free.find(({ last }) => last < i);
  }

  /** "The host of x is y", "x's host is y", "Host of VM x: y". */
  #namedByKind(): void {
    for (const i of this.#at) {
      const token = this.#token(i);
      if (
        token?.kinds === undefined ||
        isVerbHost(this.#tokens, i) ||
        this.#own.some(({ kind }) => kind === token)
      )
        continue;
      const owner =
        this.#own.find(
          ({ first, preposition }) => possessive.has(preposition ?? '') && first > i && first - i < 5,
        ) ?? this.#own.find(({ last, owning }) => owning === true && last < i && i - last < 4);
      if (owner === undefined) continue;
      const linked = this.#at.some(
        (place) => has(this.#token(place), 'copula') || has(this.#token(place), 'colon'),
      );
      const named = this.#own.find((phrase) => phrase !== owner && this.#isFree(phrase));
      if (!linked || named === undefined || owner.names.every(({ used }) => used)) continue;
      const kinds = token.kinds;
      for (const name of named.names) {
        if (!name.entities.some(({ kind }) => kinds.includes(kind))) {
          this.#add({ is: 'unclear', why: `${name.text} is no ${token.text}`, anchor: i, denied: false }, [
            name,
          ]);
        }
      }
      this.#add(
        {
          is: 'relation',
          from: owner.names,
          to: named.names,
          means: bareRelation,
          either: true,
          anchor: i,
          denied: false,
        },
        owner.names,
        named.names,
      );
      this.#done.add(owner);
      this.#done.add(named);
    }
  }

  #states(): void {
    for (const i of this.#at) {
      const token = this.#token(i);
      if (token?.states === undefined || token.used) continue;
      const of = this.#subject;
      const kinds = new Set(of.flatMap(({ entities }) => entities.map(({ kind }) => kind)));
      const meanings = token.states.filter(({ kind }) => kinds.has(kind));
      if (meanings.length === 0) continue;
      token.used = true;
      this.#add({ is: 'state', of, meanings, says: token.text, anchor: i, denied: false }, of);
    }
  }

  /** Versions, models, addresses: texts of the subject's own record that stand in the clause. */
  #values(): void {
    const spoken = this.#at.flatMap((i) => this.#token(i)?.attributes ?? []);
    const owner = this.#own.find(
      ({ preposition, owning }) => owning === true || possessive.has(preposition ?? ''),
    );
    for (const of of owner?.names ?? this.#subject) {
      for (const entity of of.entities) {
        for (const { path } of kindFields(entity.kind)) {
          const asked = spoken
            .filter(({ kind }) => kind === entity.kind)
            .filter((one) => textPath(one.path, entity.kind));
          if (asked.length > 0 && !asked.some((one) => one.path === path)) continue;
          for (const text of textsAt(entity, path)) this.#value(of, path, text, asked.length > 0);
        }
      }
    }
  }

  #value(of: Named, path: string, text: string, asked: boolean): void {
    if (text.length < 3) return;
    const words = this.#at.map((i) => this.#token(i));
    for (const [k, first] of words.entries()) {
      if (first === undefined || first.used || first.entities !== undefined) continue;
      let end = k;
      let joined = first.lower;
      while (joined.length < text.length && words[end + 1] !== undefined) {
        end += 1;
        const next = words[end];
        if (next === undefined) break;
        joined += `${' '.repeat(Math.max(0, next.at - (words[end - 1]?.end ?? next.at)))}${next.lower}`;
      }
      if (joined !== text) continue;
      const covered = words.slice(k, end + 1);
      // An ordinary word that happens to be a value is no mention of it, unless the attribute is named.
      if (!asked && covered.length === 1 && first.code === undefined && !/^\p{Lu}/u.test(first.text))
        continue;
      for (const token of covered) if (token !== undefined) token.used = true;
      this.#add({ is: 'value', of, path, text, anchor: this.#at[k] ?? 0, denied: false }, [of]);
    }
  }

  #moments(): void {
    for (const i of this.#at) {
      const token = this.#token(i);
      if (token?.moment === undefined || token.used) continue;
      const event = this.#at.map((place) => this.#token(place)).find((one) => one?.event !== undefined);
      const of = this.#ownerOf(this.#at[0] ?? 0) ?? this.#subject;
      if (event?.event === undefined || of.length === 0) continue;
      token.used = true;
      event.used = true;
      this.#add({ is: 'moment', of, paths: event.event, moment: token.moment, anchor: i, denied: false }, of);
    }
  }

  /** "x is a host". */
  #kindOf(): void {
    for (const [k, i] of this.#at.entries()) {
      const token = this.#token(i);
      if (token?.kinds === undefined || !has(this.#token(this.#at[k - 1] ?? -1), 'article')) continue;
      const copula = [2, 3].some((n) => has(this.#token(this.#at[k - n] ?? -1), 'copula'));
      const [of] = this.#subject;
      if (!copula || of === undefined || this.#own.some(({ kind }) => kind === token)) continue;
      this.#add({ is: 'kind', of, kinds: token.kinds, anchor: i, denied: false }, [of]);
    }
  }

  /** "The VM a on b has …": names that nothing accounts for yet, introduced by a preposition of place. */
  #leftOver(): void {
    for (const phrase of this.#own) {
      if (
        phrase.names.every(({ used }) => used) &&
        !(
          this.#isPlaced(phrase) &&
          !this.#done.has(phrase) &&
          this.#claims.every((claim) => !mentions(claim, phrase.names))
        )
      )
        continue;
      const from =
        this.#own.find((other) => other !== phrase && this.#isFree(other))?.names ??
        (this.#subject === phrase.names ? undefined : this.#subject);
      const isFinding = (names: readonly Named[]) =>
        names.some(({ entities }) => entities.some(({ kind }) => kind === 'finding'));
      if (from !== undefined && isFinding(phrase.names) !== isFinding(from)) {
        const [finding, object] = isFinding(from) ? [from, phrase.names] : [phrase.names, from];
        this.#add(
          {
            is: 'relation',
            from: finding,
            to: object,
            means: { types: ['concerns'] },
            anchor: phrase.first,
            denied: false,
          },
          finding,
          object,
        );
        continue;
      }
      if (from === undefined || from.length === 0 || !this.#isPlaced(phrase)) continue;
      this.#add(
        { is: 'relation', from, to: phrase.names, means: bareRelation, anchor: phrase.first, denied: false },
        from,
        phrase.names,
      );
    }
  }

  #isPlaced(phrase: Phrase): boolean {
    return (
      placePrepositions.includes(phrase.preposition ?? '') ||
      phrase.preposition === 'of' ||
      phrase.preposition === 'von'
    );
  }

  /** A "not" denies the claim whose predicate stands nearest: in English one that follows, if there is any. */
  #deny(): void {
    const text = this.#at.map((i) => this.#token(i)?.text ?? '').join(' ');
    const german = isGerman(text);
    for (const i of this.#at) {
      const token = this.#token(i);
      const denies = has(token, 'negation') || (has(token, 'none') && token?.used === false);
      if (!denies || token === undefined || token.used) continue;
      const own = this.#claims.filter(({ is, denied }) => is !== 'unclear' && !denied);
      const distance = ({ anchor }: Claim) => (anchor > i ? anchor - i : (i - anchor) * (german ? 1 : 4));
      const [nearest] = own.toSorted((a, b) => distance(a) - distance(b));
      token.used = true;
      if (nearest === undefined)
        this.#claims.push({
          is: 'unclear',
          why: `what "${token.text}" denies is not clear`,
          anchor: i,
          denied: false,
        });
      else nearest.denied = true;
    }
  }
}

function mentions(claim: Claim, names: readonly Named[]): boolean {
  switch (claim.is) {
    case 'relation':
      return names.some((name) => claim.from.includes(name) || claim.to.includes(name));
    case 'amount':
    case 'state':
    case 'moment':
      return names.some((name) => claim.of.includes(name));
    case 'change':
    case 'value':
    case 'kind':
    case 'known':
    case 'extreme':
      return names.some(
        (name) => claim.of === name || (claim.is === 'extreme' && claim.group.within.includes(name)),
      );
    case 'comparison':
      return names.some((name) => claim.one === name || claim.other === name);
    case 'count':
    case 'sum':
      return names.some((name) => claim.group.within.includes(name));
    case 'unclear':
      return false;
  }
}

function relevant(attributes: readonly Spoken[], of: Named): readonly Spoken[] {
  return attributes.filter(({ kind }) => of.entities.some((entity) => entity.kind === kind));
}

function textPath(path: string, kind: Parameters<typeof kindFields>[0]): boolean {
  const type = kindFields(kind).find((field) => field.path === path)?.type;
  return type === 'text' || type === 'list' || type === 'choice';
}
