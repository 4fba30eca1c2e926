import { cronWords } from '@/schema-form/cron';
import { useLanguage } from '@/text/use-language';

const CronWords = ({ text }: { text: string }) => cronWords(text, useLanguage());

export default CronWords;
