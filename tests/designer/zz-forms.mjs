import { chromium } from '@playwright/test';
const [,, lang='en', scheme='light', w='1440', h='900', ...steps] = process.argv;
const b = await chromium.launch({ executablePath:'/usr/bin/chromium', args:['--no-sandbox','--disable-gpu'] });
const c = await b.newContext({ viewport:{width:+w,height:+h}, colorScheme: scheme, locale: lang==='zh'?'zh-CN':'en-US', timezoneId:'Asia/Shanghai', extraHTTPHeaders:{Authorization:'Bearer 0123456789abcdef0123456789abcdef'} });
const p = await c.newPage();
p.on('console', m => { if (m.type()==='error') console.log(m.type(), m.text().slice(0,400)); });
p.on('pageerror', e => console.log('PAGEERROR', e.message.slice(0,600), e.stack?.slice(0,600)));
for (const a of steps) { const [k,...v]=a.split('='); const val=v.join('=');
 try {
 if(k==='go') { await p.goto('http://127.0.0.1:5194'+val); await p.waitForSelector('.react-flow__node, .editor-empty, .card', {timeout: 25000}).catch(()=>console.log('no canvas')); await p.waitForTimeout(1200); }
 if(k==='click') await p.click(val, {timeout:5000}); if(k==='key') await p.keyboard.press(val); if(k==='type') await p.keyboard.type(val); if(k==='wait') await p.waitForTimeout(+val); if(k==='eval') console.log(await p.evaluate(val));
 if(k==='open') await p.evaluate((s)=>document.querySelectorAll(s).forEach(d=>d.open=true), val);
 if(k==='fill') { const [s,t]=val.split('|'); await p.fill(s,t); }
 if(k==='shot') await p.screenshot({path:'/tmp/forms/'+val+'.png'});
 if(k==='axe') { const {default: Axe} = await import('@axe-core/playwright'); const r = await new Axe({page:p}).analyze(); for (const v of r.violations.filter(v=>['serious','critical'].includes(v.impact))) console.log('AXE', val, v.id, v.nodes.slice(0,6).map(n=>n.target+' '+n.failureSummary?.slice(0,200)).join(' || ')); }
 } catch(e) { console.log('FAILED', a, e.message.slice(0,300)); await p.screenshot({path:'/tmp/forms/failed.png'}); }
}
await b.close();
