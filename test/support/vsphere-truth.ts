import { request } from 'node:https';
import { JSDOM } from 'jsdom';
import type { Vcsim } from './vcsim.ts';

/**
 * What a vCenter says of itself when it is asked by hand: plain SOAP, whole objects, another XML parser. It shares
 * nothing with the server that is held against it.
 */
export class VsphereTruth {
  readonly #url: string;
  #cookie = '';

  private constructor(url: string) {
    this.#url = url;
  }

  static async of(vcsim: Vcsim): Promise<VsphereTruth> {
    const truth = new VsphereTruth(vcsim.url);
    await truth.call(
      'Login',
      'SessionManager',
      'SessionManager',
      `<userName>${vcsim.user}</userName><password>${vcsim.password}</password>`,
    );
    return truth;
  }

  /** The elements inside a method's response. */
  async call(method: string, type: string, value: string, args = ''): Promise<readonly Element[]> {
    const body = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><e:Body><${method} xmlns="urn:vim25"><_this type="${type}">${value}</_this>${args}</${method}></e:Body></e:Envelope>`;
    const text = await this.#post(body);
    const { document } = new JSDOM(text, { contentType: 'text/xml' }).window;
    const response = document.getElementsByTagName(`${method}Response`)[0];
    if (response === undefined) throw new Error(`${method}: ${text.slice(0, 400)}`);
    return [...response.children];
  }

  /** Every object of a class, with all its properties. */
  async all(type: string): Promise<ReadonlyMap<string, TrueObject>> {
    const [view] = await this.call(
      'CreateContainerView',
      'ViewManager',
      'ViewManager',
      `<container type="Folder">group-d1</container><type>${type}</type><recursive>true</recursive>`,
    );
    const found = await this.call(
      'RetrieveProperties',
      'PropertyCollector',
      'propertyCollector',
      `<specSet><propSet><type>${type}</type><all>true</all></propSet><objectSet><obj type="ContainerView">${view?.textContent ?? ''}</obj><skip>true</skip><selectSet xsi:type="TraversalSpec"><type>ContainerView</type><path>view</path><skip>false</skip></selectSet></objectSet></specSet>`,
    );
    return new Map(found.map((one) => [childOf(one, 'obj')?.textContent ?? '', new TrueObject(one)]));
  }

  /** @param paths all of them unless named */
  async one(type: string, value: string, paths: readonly string[] = []): Promise<TrueObject> {
    const wanted =
      paths.length === 0 ? '<all>true</all>' : paths.map((path) => `<pathSet>${path}</pathSet>`).join('');
    const [found] = await this.call(
      'RetrieveProperties',
      'PropertyCollector',
      'propertyCollector',
      `<specSet><propSet><type>${type}</type>${wanted}</propSet><objectSet><obj type="${type}">${value}</obj></objectSet></specSet>`,
    );
    if (found === undefined) throw new Error(`there is no ${type} ${value}`);
    return new TrueObject(found);
  }

  #post(body: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const sent = request(
        `${this.#url}/sdk`,
        {
          method: 'POST',
          rejectUnauthorized: false,
          headers: { 'content-type': 'text/xml', soapaction: '"urn:vim25/6.5"', cookie: this.#cookie },
        },
        (response) => {
          for (const line of response.headers['set-cookie'] ?? []) this.#cookie = line.split(';')[0] ?? '';
          let text = '';
          response.setEncoding('utf8').on('data', (part: string) => (text += part));
          response.on('end', () => resolve(text));
          response.on('error', reject);
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

export class TrueObject {
  readonly #properties = new Map<string, Element>();

  constructor(content: Element) {
    for (const set of content.children) {
      const value = set.localName === 'propSet' ? childOf(set, 'val') : undefined;
      if (value) this.#properties.set(childOf(set, 'name')?.textContent ?? '', value);
    }
  }

  /** Of a property that was asked for by this very path. */
  at(path: string): string | undefined {
    return this.#properties.get(path)?.textContent ?? undefined;
  }

  /** Text at a path; undefined where there is none. */
  text(path: string): string | undefined {
    const text = this.elements(path)[0]?.textContent;
    return text === null || text === '' ? undefined : text;
  }

  elements(path: string): readonly Element[] {
    const [first = '', ...rest] = path.split('.');
    const value = this.#properties.get(first);
    if (value === undefined) return [];
    const isArray = [...value.attributes].some(({ value: type }) => type.startsWith('ArrayOf'));
    let at: readonly Element[] = isArray ? [...value.children] : [value];
    for (const name of rest)
      at = at.flatMap((one) => [...one.children].filter((child) => child.localName === name));
    return at;
  }
}

export function childOf(element: Element, name: string): Element | undefined {
  return [...element.children].find((child) => child.localName === name);
}
