/** Which calls, subscripts and members read the environment, by their names. */

const CALLS =
  /^(?:ENV\.(?:fetch|dig|key\?|has_key\?)|(?:\w+::)*(?:env|dotenvy?|dotenv)::var(?:_os)?|(?:option_)?env!?|(?:\w+\.)*getenv|Sys\.getenv|System\.(?:get_env|fetch_env!?|getenv|getProperty)|System\/getenv|(?:System\.)?Environment\.GetEnvironmentVariable|(?:sys\.)?env\.(?:get|getOrElse|apply)|(?:sys\.)?env|(?:Platform\.environment|dotenv|DotEnv|dotenv\.env)\.get|Env::get|Dotenv\.fetch|(?:String|bool|int)\.fromEnvironment|(?:Vapor\.)?Environment\.get)$/;
const SUBSCRIPTS =
  /^(?:ENV|\$_ENV|\$_SERVER|process\.env|(?:[\w.()]+\.)?environment|(?:dotenv|DotEnv)(?:\.env)?|System\.env|env)$/;
const MEMBERS = /^(?:System\.env|process\.env)\.(\w+)$/;
const NAME = /^[A-Za-z_][\w.:-]*$/;

/** Names that only some languages give to a reader of the environment: `env('X')` of PHP, `env!("X")` of Rust. */
const isPlainEnv = (callee: string): boolean => callee === 'env';

export function readsEnvironment(callee: string, language: string): boolean {
  const plain = callee.replace(/^\\/, '');
  return CALLS.test(plain) && (!isPlainEnv(plain) || language === 'php');
}

export function isEnvironment(subscripted: string): boolean {
  return SUBSCRIPTS.test(subscripted);
}

export function environmentMember(path: string): string | undefined {
  return MEMBERS.exec(path)?.[1];
}

export function isVariableName(text: string): boolean {
  return NAME.test(text);
}
