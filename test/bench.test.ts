import {it} from 'vitest'; import { parseYaml } from '../src/model/yaml-document.ts';
function t(label:string, f:()=>Promise<unknown>){return async()=>{const s=performance.now(); await f(); console.log(label, Math.round(performance.now()-s),'ms', Math.round(process.memoryUsage().rss/1e6))}}
for (const [n,s] of [['[','['],['-','- '],['map','{a: 1}, '],['alias','&a '],['k','a: b\n'],['?','- &a ? '],[']','[]']] as const) it(n,t('4MiB of '+n,async()=>{try{parseYaml('f',s.repeat(Math.floor(4e6/s.length)))}catch(e){console.log(String((e as any).line).slice(0,100))}}),100000);
