/** What linking asks of C#, Java and Go: what is written, declared types, parameters, results, branches. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { CallFact, DefinitionFact, Fact, FactKind, FactOf } from '../../src/model/fact.ts';
import type { Reader } from '../../src/model/source.ts';
import { readerFor } from '../../src/read/index.ts';

const readers = new Map<string, Reader>();
beforeAll(async () => {
  for (const path of ['a.cs', 'A.java', 'a.go']) {
    const reader = await readerFor(path)?.load();
    if (reader) readers.set(path, reader);
  }
});

function of<K extends FactKind>(path: string, text: string, kind: K): FactOf<K>[] {
  const facts: readonly Fact[] = readers.get(path)?.({ path, text }).facts ?? [];
  return facts.filter((fact): fact is FactOf<K> => fact.kind === kind);
}

const branch = (fact: CallFact | DefinitionFact): string => {
  const conditions: string[] = [];
  for (let here = fact.branch; here; here = here.outer) conditions.unshift(here.condition);
  return conditions.join(' > ');
};
const calls = (path: string, text: string): string[] =>
  of(path, text, 'call').map(fact => [fact.written, branch(fact)].filter(Boolean).join(' if '));
const signature = (fact: DefinitionFact | undefined): string => {
  if (!fact) return 'nothing';
  const parameters = fact.parameters?.map(
    one =>
      `${one.object ? 'on ' : ''}${one.field ? 'field ' : ''}${one.rest ? '…' : ''}${one.name}${one.type === undefined ? '' : `: ${one.type}`} @${one.position}`,
  );
  const returns = fact.returns?.map(
    ({ value }) =>
      `${value.via === undefined ? '' : `${value.via}→`}${'name' in value ? value.name : 'callee' in value ? value.callee : value.kind}`,
  );
  return [
    `${fact.scope === undefined ? '' : `${fact.scope}.`}${fact.name}`,
    parameters && `(${parameters.join(', ')})`,
    fact.type && `: ${fact.type}`,
    returns && `=> ${returns.join(', ')}`,
    fact.accessor && 'accessor',
  ]
    .filter(Boolean)
    .join(' ');
};
const definitions = (path: string, text: string, ...names: string[]): string[] =>
  of(path, text, 'definition')
    .filter(fact => names.includes(fact.name) && fact.role !== 'parameter')
    .map(signature);

describe('C#', () => {
  test('methods, extension methods, properties, constructors', () => {
    const text = `public class Chat(Kernel kernel, ILogger<Chat> log) : IChat
{
    private readonly ChatClient? _client = null;
    public Kernel Kernel => _kernel;
    public string Name { get; set; }
    public ChatClient Client { get { return Make(); } }
    public async Task<ChatClient?> Find(string id, params string[] more) { if (id == "") { return null; } return _client; }
}
public static class Extensions
{
    public static IList<T> Search(this IMemory memory, string query, int top = 3) => memory.Ask(query);
}
public class Two { public Two(A a) { } public Two(A a, B b) : base(b) { this.a = a; _b = b; } }`;
    expect(definitions('a.cs', text, 'Chat', '_client', 'Kernel', 'Name', 'Client', 'Find', 'Search', 'Two')).toEqual([
      'Chat (field kernel: Kernel @0, field log: ILogger @1)',
      'Chat._client : ChatClient',
      'Chat.Kernel : Kernel => _kernel accessor',
      'Chat.Name',
      'Chat.Client : ChatClient => Make accessor',
      'Chat.Find (id @0, …more @1) : ChatClient => literal, _client→literal',
      'Extensions.Search (on memory: IMemory @-1, query @0, top @1) : IList => memory.Ask',
      'Two (a: A @0, b: B @1)',
    ]);
    expect(
      of('a.cs', text, 'definition')
        .filter(fact => fact.scope === 'Two.Two' && fact.role !== 'parameter')
        .map(fact => `${fact.role} ${fact.name}`),
    ).toEqual(['attribute this.a', 'variable _b']);
  });

  test('what is written, with every call and index on the way', () => {
    const text = `class A { void M() {
      this._chat.CompleteChat(q);
      _providers["a"].Get().GetChatClient(x);
      (await MakeAsync())?.Run();
      services.AddSingleton<IFoo, Foo>();
      new AzureOpenAIClient(u).GetChatClient(d);
    } }`;
    expect(calls('a.cs', text)).toEqual([
      'this._chat.CompleteChat',
      '_providers["a"].Get().GetChatClient',
      '_providers["a"].Get',
      'MakeAsync().Run',
      'MakeAsync',
      'services.AddSingleton',
      '*.GetChatClient',
      'AzureOpenAIClient',
    ]);
  });

  test('branches', () => {
    const text = `class A { void M() {
      if (x) a(); else if (y) b(); else c();
      switch (q) { case "A": case "B": d(); break; default: e(); break; }
      var v = w switch { "f" => f(), _ => g() };
      try { h(); } catch (E) { i(); }
      list.ForEach(z => j());
    } }`;
    expect(calls('a.cs', text)).toEqual([
      'a if x',
      'b if otherwise > y',
      'c if otherwise > otherwise',
      'd if "A" or "B"',
      'e if otherwise',
      'f if "f"',
      'g if otherwise',
      'h',
      'i if on error',
      'list.ForEach',
      'j',
    ]);
  });
});

describe('Java', () => {
  test('methods, records, constructors', () => {
    const text = `import a.b.ChatClient;
class Chat extends Base<X> implements IChat {
  private final ChatClient client;
  Chat(ChatClient.Builder builder, String name) { super(name); this.client = builder.build(); }
  Optional<ChatClient> find(String... ids) { for (var id : ids) { if (ok) return make(id); } return this.client; }
}
record Options(ChatClient client, String key) { }
interface More extends One, Two { String ask(int x); }`;
    expect(definitions('A.java', text, 'Chat', 'client', 'find', 'Options', 'ask')).toEqual([
      'Chat (builder: a.b.ChatClient.Builder @0, name @1)',
      'Chat.client : a.b.ChatClient',
      'Chat.find (…ids @0) : a.b.ChatClient => make, this.client→builder.build',
      'Options (field client: a.b.ChatClient @0, field key @1)',
      'Options.client : a.b.ChatClient',
      'More.ask (x @0)',
    ]);
    expect(calls('A.java', text)).toEqual(['super', 'builder.build', 'make if ok']);
    const bases = of('A.java', text, 'definition').flatMap(fact =>
      fact.role === 'class' && fact.value?.kind === 'list'
        ? [fact.value.items.map(item => ('name' in item ? item.name : '')).join()]
        : [],
    );
    expect(bases).toEqual(['Base,IChat', 'One,Two']);
  });

  test('what is written, and branches', () => {
    const text = `import a.b.ChatClient; class A { void m() {
      chat.prompt().user(q).call();
      ChatClient.builder(model).build();
      if (x) { a(); } else { b(); }
      switch (q) { case "A": case B: c(); break; default: d(); }
      var v = switch (z) { case 1 -> e(); default -> f(); };
      try { g(); } catch (E e) { h(); }
      var t = y ? i() : j();
    } }`;
    expect(calls('A.java', text)).toEqual([
      'chat.prompt().user().call',
      'chat.prompt().user',
      'chat.prompt',
      'ChatClient',
      'a if x',
      'b if otherwise',
      'c if "A" or B',
      'd if otherwise',
      'e if 1',
      'f if otherwise',
      'g',
      'h if on error',
      'i if y',
      'j if otherwise',
    ]);
  });
});

describe('Go', () => {
  test('functions, methods, interfaces, embedded types', () => {
    const text = `package a
import "example.com/llm"
type Service struct { *Base; client *llm.Client; ask func(string) string }
type Asker interface { llm.Closer; Ask(ctx context.Context, q string) (*llm.Answer, error) }
func NewService(c *llm.Client, a, b int, opts ...Option) (*Service, error) { if c == nil { return nil, bad } ; return &Service{client: c}, nil }
func (s *Service) Ask(q string) string { return s.client.Ask(q) }`;
    expect(definitions('a.go', text, 'Service', 'client', 'Asker', 'Ask', 'NewService')).toEqual([
      'Service',
      'Service.client : example.com/llm.Client',
      'Asker',
      'Asker.Ask (ctx: context.Context @0, q @1) : example.com/llm.Answer',
      'NewService (c: example.com/llm.Client @0, a @1, b @2, …opts: Option @3) : Service => literal, Service',
      'Service.Ask (on s: Service @-1, q @0) => s.client.Ask',
    ]);
    const bases = of('a.go', text, 'definition').flatMap(fact =>
      fact.role === 'class' && fact.value?.kind === 'list'
        ? [fact.value.items.map(item => ('name' in item ? item.name : '')).join()]
        : [],
    );
    expect(bases).toEqual(['Base', 'example.com/llm.Closer']);
  });

  test('what is written, and branches', () => {
    const text = `package a
func m() {
  s.clients["a"].Chat.New(ctx)
  make().Run()
  if x := a(); x { b() } else if y { c() } else { d() }
  switch q { case "A", "B": e(); default: f() }
  switch z.(type) { case *T: g() }
  go func() { h() }()
}`;
    expect(calls('a.go', text)).toEqual([
      's.clients["a"].Chat.New',
      'make().Run',
      'make',
      'a',
      'b if x',
      'c if otherwise > y',
      'd if otherwise > otherwise',
      'e if "A", "B"',
      'f if otherwise',
      'g if *T',
      'h',
    ]);
  });
});
